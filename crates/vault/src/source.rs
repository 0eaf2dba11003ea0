//! Where keys come from: a file, a variable, or a command of a key service. Reads them, and writes the file where it is one.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use yingda_model::Secret;
use yingda_store::private_folder;

use crate::error::VaultError;
use crate::key::{Key, Keys};

/// How long a key service may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of the longest answer that is read.
const LONGEST: u64 = 16 * 1024;
/// Letters of a command's complaint that are passed on.
const TOLD: usize = 300;

/// Where keys come from. The last of several is the newest.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file, which is made where there is none and nothing was sealed yet.
    File(PathBuf),
    /// What the operator said.
    Given(Secret),
    /// A program and its arguments, whose standard output is the keys.
    Command(Vec<String>),
}

impl Source {
    /// What it is, for people. Arguments stay untold: some are secrets.
    pub fn place(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Given(_) => "vault.key".into(),
            Self::Command(words) => format!("the command {}", words.first().map_or("", String::as_str)),
        }
    }

    /// Reads the keys; none when it is a file that is not there. Takes as long as a command takes.
    ///
    /// # Errors
    /// When what is there is no key.
    pub fn read(&self) -> Result<Option<Keys>, VaultError> {
        let text = match self {
            Self::File(path) => match fs::read_to_string(path) {
                Ok(text) => Ok(text),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => Err(error.to_string()),
            },
            Self::Given(secret) => Ok(secret.expose().to_owned()),
            Self::Command(words) => output(words),
        };
        let keys = text.and_then(|text| Keys::parse(&text));
        keys.map(Some).map_err(|why| VaultError::Unreadable { place: self.place(), why })
    }

    /// Writes keys to the file in place of those that were there, for its owner alone; it is whole at every moment.
    pub(crate) fn write(&self, keys: &[&Key]) -> Result<(), VaultError> {
        let Self::File(path) = self else { return Ok(()) };
        let text: String = keys.iter().map(|key| key.to_text() + "\n").collect();
        replace(path, &text).map_err(|error| self.unwritten(&error))
    }

    /// Puts a key that is no longer used beside the file: backups that were made before need it.
    pub(crate) fn retire(&self, keys: &[&Key]) -> Result<Option<PathBuf>, VaultError> {
        let Self::File(path) = self else { return Ok(None) };
        let mut name = path.as_os_str().to_owned();
        name.push(".old");
        let old = PathBuf::from(name);
        let text: String = keys.iter().map(|key| key.to_text() + "\n").collect();
        let before = fs::read_to_string(&old).unwrap_or_default();
        replace(&old, &(before + &text)).map_err(|error| self.unwritten(&error))?;
        Ok(Some(old))
    }

    fn unwritten(&self, error: &io::Error) -> VaultError {
        VaultError::Unreadable { place: self.place(), why: format!("it can't be written: {error}") }
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    private_folder(folder)?;
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    File::open(folder)?.sync_all()
}

/// What a program prints, run without a shell.
fn output(words: &[String]) -> Result<String, String> {
    let (program, arguments) = words.split_first().ok_or("the command is empty")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("it can't be run: {error}"))?;
    // Read beside the waiting: a full pipe would stop the program.
    let (out, complaint) = (child.stdout.take(), child.stderr.take());
    let out = thread::spawn(move || read(out));
    let complaint = thread::spawn(move || read(complaint));
    let status = wait(&mut child)?;
    let told = |reader: thread::JoinHandle<String>| reader.join().unwrap_or_default();
    if status.success() {
        return Ok(told(out));
    }
    let complaint: String = told(complaint).trim().chars().take(TOLD).collect();
    Err(format!("it ended with {status}: {complaint}"))
}

fn read(pipe: Option<impl io::Read>) -> String {
    let mut text = String::new();
    if let Some(pipe) = pipe {
        // A text that is cut or not UTF-8 is no key either, and is told as that.
        _ = pipe.take(LONGEST).read_to_string(&mut text);
    }
    text
}

fn wait(child: &mut Child) -> Result<std::process::ExitStatus, String> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if began.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                _ = child.kill();
                _ = child.wait();
                return Err(format!("it did not end within {} s", PATIENCE.as_secs()));
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn command(words: &[&str]) -> Result<Option<Keys>, VaultError> {
        Source::Command(words.iter().map(|word| (*word).to_owned()).collect()).read()
    }

    #[test]
    fn a_file_is_for_its_owner_and_keeps_what_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data/vault.key");
        let source = Source::File(path.clone());
        assert_eq!(source.read().expect("looked"), None);
        let (old, new) = (Key::new([1; 32]), Key::new([2; 32]));
        source.write(&[&old, &new]).expect("written");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        let read = source.read().expect("read").expect("there");
        assert_eq!(read.ids(), format!("{}, {}", old.id(), new.id()));
        let beside = source.retire(&[&old]).expect("written").expect("a file");
        assert_eq!(fs::read_to_string(beside).expect("there"), old.to_text() + "\n");
    }

    #[test]
    fn a_command_is_run_without_a_shell_and_its_complaint_is_told() {
        let key = Key::new([3; 32]);
        assert_eq!(command(&["echo", &key.to_text()]).expect("ran"), Some(Keys::of(key)));
        let told = |words: &[&str]| command(words).expect_err("no key").to_string();
        assert!(told(&["echo", "$(cat", "/etc/passwd)"]).contains("word 1 is not 32 bytes"));
        assert!(told(&["/nothing/here"]).contains("can't be run"));
        let refused = told(&["sh", "-c", "echo access denied >&2; exit 3", "hidden-argument"]);
        assert!(refused.contains("access denied") && !refused.contains("hidden-argument"), "{refused}");
    }
}
