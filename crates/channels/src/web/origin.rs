//! Origins: which pages may embed a channel's widget.

use yingda_model::Channel;

/// Brings an origin that a person typed into the form in which browsers send it: `https://shop.example:8443` or `*`.
/// None when it is no origin: a path, a user, a wildcard inside, a scheme other than http and https.
pub fn normalize(typed: &str) -> Option<String> {
    let typed = typed.trim().to_ascii_lowercase();
    if typed == "*" {
        return Some(typed);
    }
    let (scheme, rest) = typed.split_once("://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (default_port, secure) = match scheme {
        "https" => ("443", true),
        "http" => ("80", false),
        _ => return None,
    };
    let (host, port) = split_port(rest)?;
    if !is_host(host) {
        return None;
    }
    let scheme = if secure { "https" } else { "http" };
    Some(match port {
        Some(port) if port != default_port => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}

/// Whether a page of an origin may use a channel; `own` is this server's. What is not sent by a page has no origin and
/// passes.
pub fn allowed(channel: &Channel, origin: Option<&str>, own: &str) -> bool {
    let Some(origin) = origin else {
        return true;
    };
    let matches = |allowed: &String| allowed == "*" || allowed.eq_ignore_ascii_case(origin);
    origin.eq_ignore_ascii_case(own) || channel.allowed_origins.iter().any(matches)
}

fn split_port(rest: &str) -> Option<(&str, Option<&str>)> {
    let inside_brackets = rest.rfind(']').map_or(0, |end| end + 1);
    let Some(colon) = rest[inside_brackets..].find(':').map(|at| at + inside_brackets) else {
        return Some((rest, None));
    };
    let (host, port) = (&rest[..colon], &rest[colon + 1..]);
    let number: u16 = port.parse().ok()?;
    (number > 0 && !port.starts_with(['0', '+'])).then_some((host, Some(port)))
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_take_the_form_that_browsers_send() {
        for (typed, wanted) in [
            ("*", "*"),
            ("https://Shop.Example", "https://shop.example"),
            (" https://shop.example/ ", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"),
            ("http://shop.example:80/", "http://shop.example"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://[::1]:8443", "https://[::1]:8443"),
            ("https://xn--fiqs8s.example", "https://xn--fiqs8s.example"),
        ] {
            assert_eq!(normalize(typed).as_deref(), Some(wanted), "{typed}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for typed in [
            "",
            "shop.example",
            "ftp://shop.example",
            "https://",
            "https://shop.example/path",
            "https://shop.example?x",
            "https://user@shop.example",
            "https://*.example",
            "https://shop..example",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:70000",
            "https://shop.example:+1",
            "https://中国.example",
            "https://[::zz]",
            "null",
        ] {
            assert_eq!(normalize(typed), None, "{typed}");
        }
    }
}
