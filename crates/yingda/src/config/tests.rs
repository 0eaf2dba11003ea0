//! What sources may say, which of them wins, and how a fault is told.

use std::io::Write as _;

use yingda_api::Log;

use super::*;

fn args(flags: &[(&str, &str)], file: Option<&str>) -> (ServeArgs, Option<tempfile::NamedTempFile>) {
    let file = file.map(|text| {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        file
    });
    let flags = flags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    (ServeArgs { file: file.as_ref().map(|file| file.path().to_owned()), flags }, file)
}

fn load(flags: &[(&str, &str)], variables: &[(&str, &str)], file: Option<&str>) -> Result<Config, String> {
    let (args, file) = args(flags, file);
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(&args, variables).map_err(|error| match &file {
        Some(file) => error.to_string().replace(&file.path().display().to_string(), "FILE"),
        None => error.to_string(),
    })
}

#[test]
fn without_sources_the_defaults_hold() {
    let config = load(&[], &[], None).expect("loads");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.address(), Address::Sqlite("./data/yingda.db".into()));
    let settings =
        config.settings("0.0.0.0:81".parse().expect("an address"), "n".into(), Log::default(), None);
    assert_eq!(settings.public_url, "http://127.0.0.1:81");
    assert_eq!(settings.limits.body_bytes, Limits::default().body_bytes);
}

#[test]
fn flags_win_over_variables_and_variables_over_the_file() {
    let file = "listen = '127.0.0.1:1'\ndata_dir = '/d'\n[log]\nlevel = 'debug'\nformat = 'json'\n";
    let variables = [("YINGDA_LISTEN", "127.0.0.1:2"), ("YINGDA_LOG_LEVEL", "warn"), ("HOME", "/")];
    let config = load(&[("listen", "127.0.0.1:3")], &variables, Some(file)).expect("loads");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.log_level, "warn");
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.address(), Address::Sqlite("/d/yingda.db".into()));
}

#[test]
fn a_variable_that_is_no_option_is_a_fault_unless_others_set_it() {
    let fine = [
        ("YINGDA_TOKEN", "x"),
        ("PATH", "x"),
        ("YINGDA_DEMO", "true"),
        ("YINGDA_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
        ("YINGDA_SERVICE_HOST", "10.0.0.1"),
    ];
    assert!(load(&[], &fine, None).expect("loads").demo);
    let fault = load(&[], &[("YINGDA_LISTNE", "x")], None).expect_err("unknown");
    assert_eq!(fault, "YINGDA_LISTNE: unknown variable\nhint: did you mean `YINGDA_LISTEN`?");
}

#[test]
fn a_value_that_can_not_be_is_refused() {
    let fault = |name, value| load(&[(name, value)], &[], None).expect_err("refused");
    assert!(fault("log.level", "loud").contains("expected error, warn"));
    assert!(load(&[("log.level", "warn,yingda_store=debug")], &[], None).is_ok());
    assert!(fault("limits.upload_bytes", "99999999999").contains("expected at most 20971520"));
    assert!(fault("trusted_proxies", "10.0.0.0/8, proxy").contains("\"proxy\""));
}

#[test]
fn tls_needs_both_files_and_makes_the_address_https() {
    let both = [("tls.certificate", "/c.pem"), ("tls.key", "/k.pem")];
    let config = load(&both, &[], None).expect("loads");
    let settings = config.settings("[::]:443".parse().expect("an address"), "n".into(), Log::default(), None);
    assert_eq!(settings.public_url, "https://[::1]:443");
    let fault = |flags: &[(&str, &str)]| load(flags, &[], None).expect_err("a fault");
    assert_eq!(fault(&both[..1]), "tls.key: is missing: tls.certificate needs its private key");
    assert!(fault(&both[1..]).starts_with("tls.certificate: is missing"));
    let clear = [both[0], both[1], ("public_url", "http://a.example")];
    assert!(fault(&clear).starts_with("public_url: begins with http://"));
    assert!(load(&[("tls.certificate", "")], &[("YINGDA_TLS_KEY", "")], None).is_ok());
}

#[test]
fn a_fault_names_its_place() {
    let fault = |flags: &[(&str, &str)], variables: &[(&str, &str)], file| {
        load(flags, variables, file).expect_err("a fault")
    };
    let unknown = fault(&[], &[], Some("# ours\nlisten = '127.0.0.1:1'\n[log]\nlevle = 'x'\n"));
    assert_eq!(unknown, "FILE:4: unknown key `log.levle`\nhint: did you mean `log.level`?");
    let table = fault(&[], &[], Some("[listen]\nport = 1\n"));
    assert!(table.starts_with("FILE:2: unknown key `listen.port`"), "{table}");
    let value = fault(&[], &[], Some("listen = 8080\n"));
    assert!(value.starts_with("FILE:1: `listen`: expected an address"), "{value}");
    let syntax = fault(&[], &[], Some("listen = \n"));
    assert!(syntax.starts_with("FILE:1: "), "{syntax}");
    let variable = fault(&[], &[("YINGDA_LOG_FORMAT", "xml")], None);
    assert_eq!(variable, "YINGDA_LOG_FORMAT: expected text or json, not \"xml\"");
    let flag = fault(&[("limits.body_bytes", "-1")], &[], None);
    assert_eq!(flag, "--limits-body-bytes: expected a whole number above 0, not \"-1\"");
    let missing = Config::load(&ServeArgs { file: Some("/nowhere.toml".into()), flags: Vec::new() }, []);
    assert!(missing.expect_err("a fault").to_string().starts_with("/nowhere.toml: "));
}

#[test]
fn the_command_line_is_made_of_the_table() {
    let command = ServeArgs::augment_args(Command::new("serve"));
    command.clone().debug_assert();
    let line = ["serve", "--demo", "--listen", "127.0.0.1:9", "--log-level=debug"];
    let matches = command.try_get_matches_from(line).expect("parses");
    let args = ServeArgs::from_arg_matches(&matches).expect("parses");
    let config = Config::load(&args, []).expect("loads");
    assert!(config.demo && config.listen.port() == 9 && config.log_level == "debug");
}

/// Everything in `deploy/` that looks like a variable of ours is one.
#[test]
fn the_files_for_deployment_name_only_options_that_there_are() {
    let mut open = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy"))];
    let mut seen = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("text");
            for word in text.split(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_') {
                if word.starts_with("YINGDA_") {
                    let known = OPTIONS.iter().any(|option| option.variable() == word);
                    assert!(known, "{}: {word} is no option", path.display());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 5, "they do name some");
}

#[test]
fn what_is_told_of_a_configuration_holds_no_secret() {
    let variables = [
        ("YINGDA_DATABASE", "postgres://shopkeeper:hunter2hunter2@db.internal/yingda?sslmode=require"),
        ("YINGDA_VAULT_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("YINGDA_LOG_FORMAT", "json"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::load(&ServeArgs::default(), variables).expect("loads");
    let told = config.told();
    let of = |name: &str| told.iter().find(|(known, ..)| *known == name).expect("told").clone();
    assert_eq!(of("database"), ("database", "postgres://(user)@db.internal/yingda".into(), true));
    assert_eq!(of("vault.key"), ("vault.key", "(secret)".into(), true));
    assert_eq!(of("log.format"), ("log.format", "json".into(), true));
    assert_eq!(of("listen"), ("listen", "127.0.0.1:8080".into(), false));
    let secrets = config.secrets();
    assert!(secrets.contains(&"hunter2hunter2".into()), "{secrets:?}");
    assert!(
        !format!("{config:?}").contains("AAAAAAAA") || format!("{:?}", config.vault()).contains("Secret")
    );
}
