//! Tells code, string literals and comments of a Rust source apart. Not a parser: it knows quotes, raw strings,
//! nested comments and the difference between `'a` and `'a'`, which is all that the rules ask.

/// A string literal's content as written (escapes not resolved) and the line it starts on.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    pub line: usize,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Parts {
    /// The source with comments and the content of literals replaced by spaces; lines stay where they were.
    pub code: String,
    pub literals: Vec<Literal>,
}

pub fn split(source: &str) -> Parts {
    let mut reader = Reader { rest: source, line: 1, parts: Parts::default() };
    while reader.step() {}
    reader.parts
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    parts: Parts,
}

impl<'a> Reader<'a> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(length);
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if let Some((open, content)) = self.literal() {
            self.keep(open);
            let (line, text) = (self.line, self.blank(content).to_owned());
            self.parts.literals.push(Literal { line, text });
            let close = if self.rest.is_empty() { 0 } else { open_to_close(self.rest) };
            self.keep(close);
        } else if first == '\'' {
            self.keep(1);
            self.blank(character(self.rest));
        } else if first.is_alphanumeric() || first == '_' {
            // A whole word at once, so that the `r` at the end of one does not open a raw string.
            let word = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            self.keep(word);
        } else {
            self.keep(first.len_utf8());
        }
        true
    }

    /// The lengths of an opening quote and of the content after it, when a string literal starts here.
    fn literal(&self) -> Option<(usize, usize)> {
        let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
            let after = self.rest.strip_prefix(prefix);
            after.is_some_and(|after| after.starts_with('"') || (prefix.ends_with('r') && raw_opens(after)))
        })?;
        let after = &self.rest[prefix.len()..];
        if prefix.ends_with('r') {
            let hashes = after.len() - after.trim_start_matches('#').len();
            let close = format!("\"{}", "#".repeat(hashes));
            let open = prefix.len() + hashes + 1;
            return Some((open, self.rest[open..].find(&close).unwrap_or(self.rest.len() - open)));
        }
        let open = prefix.len() + 1;
        Some((open, quoted(&self.rest[open..])))
    }

    fn keep(&mut self, length: usize) {
        let text = self.advance(length);
        self.parts.code.push_str(text);
    }

    fn blank(&mut self, length: usize) -> &'a str {
        let text = self.advance(length);
        self.parts.code.extend(text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        text
    }

    fn advance(&mut self, length: usize) -> &'a str {
        let (text, rest) = self.rest.split_at(length);
        self.line += text.matches('\n').count();
        self.rest = rest;
        text
    }
}

fn raw_opens(after: &str) -> bool {
    after.starts_with('#') && after.trim_start_matches('#').starts_with('"')
}

fn open_to_close(rest: &str) -> usize {
    let after = &rest[1..];
    1 + after.len() - after.trim_start_matches('#').len()
}

fn quoted(content: &str) -> usize {
    let mut escaped = false;
    for (at, c) in content.char_indices() {
        match c {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    content.len()
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a character literal's content after its quote, 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices();
    match characters.next() {
        Some((_, '\\')) => {
            characters.next();
            characters.find(|&(_, c)| c == '\'').map_or(0, |(at, _)| at)
        }
        Some(_) => characters.next().filter(|&(_, c)| c == '\'').map_or(0, |(at, _)| at),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        split(source).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn finds_plain_raw_and_byte_strings() {
        assert_eq!(texts("f(\"a\\\"b\", r#\"c \"d\"\"#, b\"e\", br\"f\")"), ["a\\\"b", "c \"d\"", "e", "f"]);
    }

    #[test]
    fn takes_quotes_in_comments_and_characters_for_what_they_are() {
        assert_eq!(
            texts("// \"no\"\n/* \"no /* \" */ */ let q = '\"'; fn f<'a>(x: &'a str) -> &'a str { \"yes\" }"),
            ["yes"]
        );
        assert_eq!(texts(r"let slash = '\\'; let quote = '\''; g()"), Vec::<String>::new());
    }

    #[test]
    fn keeps_lines_and_blanks_what_is_not_code() {
        let parts = split("let a = \"x\ny\";\nlet b = \"z\"; // tail\nend");
        assert_eq!(parts.literals[1], Literal { line: 3, text: "z".to_owned() });
        assert_eq!(parts.code, "let a = \" \n \";\nlet b = \" \";        \nend");
    }

    #[test]
    fn a_word_that_ends_in_r_opens_no_raw_string() {
        assert_eq!(texts("number\"text\""), ["text"]);
    }
}
