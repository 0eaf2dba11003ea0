//! Backups in an S3-compatible store, as `with-s3.sh` brings one: made and brought back, small and of several pieces, kept by the
//! rule, and nothing left of what was broken off.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use reqwest::{Client, Method};
use tokio::task::spawn_blocking;
use yingda_store::{Address, Store, Unit, facts};
use yingda_testkit::{TestEnvironment, company};

#[expect(clippy::disallowed_methods, reason = "where tests are told of a store; the product never reads it")]
fn store_url() -> Option<String> {
    std::env::var("YINGDA_TEST_S3").ok().filter(|url| !url.is_empty())
}

/// A bucket of its own for each story, made without a signature: the store takes it from anybody.
async fn bucket(endpoint: &str, name: &str) {
    let client = Client::builder().timeout(Duration::from_secs(20)).build().expect("a client");
    let made =
        client.request(Method::PUT, format!("{endpoint}/{name}")).header("Authorization", AUTHORIZATION);
    assert!(made.send().await.expect("the store answers").status().is_success());
}

/// moto looks at the form alone.
const AUTHORIZATION: &str =
    "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

async fn yingda(folder: &Path, endpoint: &str, words: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingda"));
    command.current_dir(folder).args(words).envs([
        ("YINGDA_BACKUP_S3_ENDPOINT", endpoint),
        ("YINGDA_BACKUP_S3_KEY", "key"),
        ("YINGDA_BACKUP_S3_SECRET", "a-secret-of-the-store"),
    ]);
    let output = spawn_blocking(move || command.output()).await.expect("no panic").expect("the program runs");
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

/// A store with a company and, in it, some bytes that no compression makes smaller.
async fn fill(folder: &Path, noise: usize) {
    let environment = TestEnvironment::default();
    let (address, now) = (Address::Sqlite(folder.join("yingda.db")), environment.now());
    let store = spawn_blocking(move || Store::open(&address, now)).await.expect("no panic").expect("opens");
    company(&store, &environment).await;
    for index in 0..noise {
        let ctx = environment.system();
        let text: String = (0..16_384)
            .map(|_| ctx.random::<64>())
            .flat_map(|bytes| bytes.map(|byte| char::from(b' ' + byte % 95)))
            .collect();
        let put = move |tx: &mut yingda_store::Tx<'_>| Ok(facts::put(tx, &format!("noise_{index}"), &text)?);
        store.write(&ctx, Unit::quiet("test_noise"), put).await.expect("stored");
    }
    spawn_blocking(move || drop(store)).await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_goes_to_a_bucket_and_comes_back() {
    let Some(endpoint) = store_url() else { return };
    _ = rustls::crypto::ring::default_provider().install_default();
    bucket(&endpoint, "there-and-back").await;
    for (noise, name) in [(0, "small"), (24, "large")] {
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path(), noise).await;
        let to = format!("s3://there-and-back/shop/{name}.backup");
        let database = ["--database", "sqlite:yingda.db"];
        let (code, told) = yingda(folder.path(), &endpoint, &["backup", &to, database[0], database[1]]).await;
        assert_eq!(code, Some(0), "{told}");
        let (code, told) = yingda(folder.path(), &endpoint, &["backup", &to, database[0], database[1]]).await;
        assert_eq!((code, told.contains("is there already")), (Some(2), true), "{told}");
        let new = ["--database", "sqlite:new/yingda.db"];
        let (code, told) = yingda(folder.path(), &endpoint, &["restore", &to, new[0], new[1]]).await;
        assert_eq!(code, Some(0), "{told}");
        let left: Vec<_> =
            std::fs::read_dir(folder.path().join("new")).expect("a folder").flatten().collect();
        assert!(
            left.iter().all(|file| file.file_name().to_string_lossy().starts_with("yingda.db")),
            "{left:?}"
        );
        let of_both = [folder.path().join("yingda.db"), folder.path().join("new/yingda.db")].map(|file| {
            let found = yingda_store::diagnosis::look(&Address::Sqlite(file), true).expect("looked");
            found.rows.into_iter().filter(|(table, _)| table != "leases").collect::<Vec<_>>()
        });
        assert_eq!(of_both[0], of_both[1]);
    }
    let nowhere = tempfile::tempdir().expect("a folder");
    fill(nowhere.path(), 0).await;
    let words = ["backup", "s3://no-such-bucket/a.backup", "--database", "sqlite:yingda.db"];
    let (code, told) = yingda(nowhere.path(), &endpoint, &words).await;
    assert_eq!((code, told.contains("NoSuchBucket")), (Some(2), true), "{told}");
    assert!(!told.contains("a-secret-of-the-store") && !told.contains("Signature"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_an_upload_that_was_given_up() {
    let Some(endpoint) = store_url() else { return };
    _ = rustls::crypto::ring::default_provider().install_default();
    bucket(&endpoint, "given-up").await;
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 24).await;
    // A page in the middle of the file that can't be read: the backup fails after its first piece has gone.
    let path = folder.path().join("yingda.db");
    let mut bytes = std::fs::read(&path).expect("the file");
    let (half, end) = (bytes.len() * 3 / 4, bytes.len());
    bytes[half..end].fill(0xee);
    std::fs::write(&path, bytes).expect("written");
    let words = ["backup", "s3://given-up/a.backup", "--database", "sqlite:yingda.db"];
    let (code, told) = yingda(folder.path(), &endpoint, &words).await;
    assert_eq!(code, Some(2), "{told}");
    let client = Client::builder().timeout(Duration::from_secs(20)).build().expect("a client");
    for (what, none) in [("uploads", "<UploadId>"), ("list-type=2", "<Key>")] {
        let url = format!("{endpoint}/given-up?{what}");
        let answer = client.get(url).header("Authorization", AUTHORIZATION).send().await.expect("answers");
        let text = answer.text().await.expect("text");
        assert!(text.contains("Result") && !text.contains(none), "{text}");
    }
}
