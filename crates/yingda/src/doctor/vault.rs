//! The vault: whether the key is there that the store's secrets need.

use yingda_store::secrets;
use yingda_vault::Source;

use super::Finding;
use crate::check::chain;
use crate::config::Config;

/// Looks at the keys and at what the store needs of them.
pub fn examine(config: &Config) -> Vec<Finding> {
    let source = config.vault();
    let place = source.place();
    // What hinders the database is told where it is looked at.
    let Ok(wanted) = secrets::condition(&config.address()) else { return Vec::new() };
    let keys = match source.read() {
        Ok(keys) => keys,
        Err(error) => {
            let mend = "see that vault.key_file, vault.key or vault.key_command gives 32 bytes as base64";
            return vec![Finding::wrong("vault", chain(&error), mend)];
        }
    };
    let sealed = wanted.sealed.iter().map(|(id, _)| id).filter(|id| !id.is_empty());
    let needed = wanted.key.iter().chain(sealed);
    let lost: Vec<&str> = needed
        .map(String::as_str)
        .filter(|id| keys.as_ref().is_none_or(|keys| keys.find(id).is_none()))
        .collect();
    vec![match (lost.first(), &keys) {
        (Some(id), _) => Finding::wrong(
            "vault",
            format!("{place} does not have key {id}, under which the store's secrets are sealed"),
            "bring that key back: a server does not start without it",
        ),
        (None, None) => Finding::fine("vault", format!("{place} will be made at the first start")),
        (None, Some(_)) if kept_beside_the_store(config, &source) => Finding::fine(
            "vault",
            format!("the key is in {place}: keep a copy of it, apart from the backups"),
        ),
        (None, Some(_)) => Finding::fine("vault", format!("{place} has the key")),
    }]
}

fn kept_beside_the_store(config: &Config, source: &Source) -> bool {
    matches!(source, Source::File(path) if path.starts_with(&config.data_dir))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use yingda_model::{Clock as _, SystemClock};
    use yingda_store::{Address, Store};
    use yingda_testkit::TestEnvironment;
    use yingda_vault::Key;

    use super::super::Level;
    use super::*;
    use crate::config::ServeArgs;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_key_that_is_lost_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let flags = vec![("data_dir".to_owned(), folder.path().display().to_string())];
        let config = Config::load(&ServeArgs::of(flags), []).expect("loads");
        let level = || examine(&config)[0].level;
        assert_eq!(level(), Level::Fine, "nothing is there yet");
        let address: Address = config.address();
        let open = move || Store::open(&address, SystemClock.now()).expect("opens");
        let store = tokio::task::spawn_blocking(open).await.expect("no panic");
        yingda_testkit::company(&store, &TestEnvironment::default()).await;
        assert_eq!(level(), Level::Wrong, "there is no key");
        fs::write(folder.path().join("vault.key"), Key::new([8; 32]).to_text()).expect("written");
        assert_eq!(level(), Level::Wrong, "it is another's");
        fs::write(folder.path().join("vault.key"), Key::new([7; 32]).to_text()).expect("written");
        assert_eq!(level(), Level::Fine);
        fs::write(folder.path().join("vault.key"), "no key").expect("written");
        assert_eq!(level(), Level::Wrong, "it is none");
        tokio::task::spawn_blocking(move || drop(store)).await.expect("closed");
    }
}
