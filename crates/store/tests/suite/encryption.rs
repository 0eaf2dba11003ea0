//! PostgreSQL over TLS: with whom, and with whom not. `with-postgres.sh` gives its server a certificate for localhost.

use tokio::task::spawn_blocking;
use yingda_store::{Address, diagnosis};

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether what is said is encrypted, or why nobody was reached.
async fn encrypted(url: String) -> Result<bool, String> {
    let address: Address = url.parse()?;
    let looked = spawn_blocking(move || diagnosis::look(&address, false)).await.expect("no panic");
    match looked {
        Ok(found) => Ok(found.setting("encrypted") == Some("on")),
        Err(error) => Err(format!("{error:?}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_as_safe_as_its_address_says() {
    let (Some(url), Some(root)) = (variable("YINGDA_TEST_POSTGRES"), variable("YINGDA_TEST_POSTGRES_ROOT"))
    else {
        return;
    };
    let named = url.replace("127.0.0.1", "localhost");
    assert_eq!(encrypted(url.clone()).await, Ok(false));
    assert_eq!(encrypted(format!("{url}?sslmode=require")).await, Ok(true));
    assert_eq!(encrypted(format!("{named}?sslmode=verify-full&sslrootcert={root}")).await, Ok(true));
    assert_eq!(encrypted(format!("{named}?sslmode=require&sslrootcert={root}")).await, Ok(true));
    let other_name = encrypted(format!("{url}?sslmode=verify-full&sslrootcert={root}")).await;
    assert!(other_name.expect_err("refused").contains("NotValidForName"));
    let unknown = encrypted(format!("{named}?sslmode=verify-full")).await;
    let unknown = unknown.expect_err("refused");
    assert!(unknown.contains("InvalidCertificate"), "{unknown}");
    let missing = encrypted(format!("{named}?sslmode=verify-full&sslrootcert=/nothing.pem")).await;
    assert!(missing.expect_err("refused").contains("sslrootcert /nothing.pem"));
    assert!(encrypted(format!("{url}?sslmode=prefer")).await.is_err());
}
