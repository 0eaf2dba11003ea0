//! `yingda import`, `replay`, `check`, `backup` and `restore` as a person runs them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use yingda_model::Role;
use yingda_testkit::{TestApp, for_each_app};

/// A place for files, and the address and a token of the running product.
struct Shell {
    folder: tempfile::TempDir,
    url: String,
    token: String,
    channel: String,
}

impl Shell {
    fn file(&self, name: &str, content: &str) {
        std::fs::write(self.folder.path().join(name), content).expect("a file");
    }

    async fn run(&self, words: &[&str]) -> Output {
        yingda(self.folder.path(), words, &[("YINGDA_URL", &self.url), ("YINGDA_TOKEN", &self.token)]).await
    }
}

async fn yingda(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingda"));
    command.current_dir(folder).args(words).envs(variables.iter().copied());
    spawn_blocking(move || command.output()).await.expect("it does not panic").expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs a story while the product listens.
async fn for_each_shell(story: impl AsyncFn(&TestApp, &Shell)) {
    for_each_app(async |app| {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let folder = tempfile::tempdir().expect("a folder");
        let token = app.secret(Role::Administrator).await;
        let shell = Shell { folder, url, token, channel: app.company.channel.key.clone() };
        tokio::select! {
            ended = app.app.serve(listener) => panic!("the product ended: {ended:?}"),
            () = story(app, &shell) => {}
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_imported_and_questions_are_played() {
    for_each_shell(async |_, shell| {
        shell.file("faq.csv", "问题,答案,相似问\n怎么退货？,七天内可以退货。,能退吗|退货流程\n怎么开发票？,在订单里申请。,\n");
        let imported = shell.run(&["import", "faq", "faq.csv"]).await;
        assert!(imported.status.success(), "{}", text(&imported.stderr));
        assert_eq!(text(&imported.stdout), "created 2, updated 0, unchanged 0, skipped 0\n");

        shell.file(
            "questions.jsonl",
            "{\"text\":\"怎么退货\",\"expect\":\"怎么退货？\"}\n{\"text\":\"转人工\",\"expect\":\"handoff\"}\n\
             {\"text\":\"今天天气怎么样\",\"expect\":null}\n{\"text\":\"退货流程\"}\n",
        );
        let words =
            ["replay", "questions.jsonl", "--rate", "20", "--customers", "2", "--channel", &shell.channel, "--json"];
        let played = shell.run(&words).await;
        let report: Value = serde_json::from_slice(&played.stdout).expect("JSON");
        assert!(played.status.success(), "{report} {}", text(&played.stderr));
        assert_eq!((&report["counts"]["asked"], &report["counts"]["handed_off"]), (&4.into(), &1.into()), "{report}");
        assert_eq!((&report["expected"]["questions"], &report["expected"]["right"]), (&3.into(), &3.into()), "{report}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_with_its_place() {
    for_each_shell(async |_, shell| {
        shell.file("bad.csv", "question,answer\nq,a\n,b\nc,\n");
        let refused = shell.run(&["import", "faq", "bad.csv"]).await;
        assert_eq!(refused.status.code(), Some(1));
        let told = text(&refused.stderr);
        assert!(
            told.starts_with("bad.csv:3: question: must have at least 1 characters\nbad.csv:4: answer: "),
            "{told}"
        );
        let skipped = shell.run(&["import", "faq", "bad.csv", "--skip-bad"]).await;
        assert_eq!(text(&skipped.stdout), "created 1, updated 0, unchanged 0, skipped 2\n");

        shell.file("questions.jsonl", "{\"text\":\"ok\"}\n{\"text\":5}\n");
        let refused = shell.run(&["replay", "questions.jsonl", "--rate", "5"]).await;
        assert_eq!(refused.status.code(), Some(2));
        assert_eq!(text(&refused.stderr), "error: questions.jsonl:2: text: must be a string\n");

        let nobody = [("YINGDA_URL", "http://127.0.0.1:1")];
        let refused = yingda(shell.folder.path(), &["import", "faq", "bad.csv"], &nobody).await;
        assert!(text(&refused.stderr).starts_with("error: no server answers at http://127.0.0.1:1"));
        let stranger = [("YINGDA_URL", shell.url.as_str()), ("YINGDA_TOKEN", "yd_wrong")];
        let refused = yingda(shell.folder.path(), &["import", "faq", "bad.csv"], &stranger).await;
        assert!(text(&refused.stderr).contains("hint: make an API token"), "{}", text(&refused.stderr));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_checked_when_nobody_has_it_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = yingda(folder.path(), &["check", "--database", "sqlite:nothing.db"], &[]).await;
    assert_eq!(missing.status.code(), Some(2));
    assert_eq!(text(&missing.stderr), "error: there is no database at nothing.db\n");

    let environment = yingda_testkit::TestEnvironment::default();
    let address = yingda_store::Address::Sqlite(folder.path().join("yingda.db"));
    let store = yingda_store::Store::open(&address, environment.now()).expect("the store opens");
    yingda_testkit::company(&store, &environment).await;
    let held = yingda(folder.path(), &["check", "--database", "sqlite:yingda.db"], &[]).await;
    assert_eq!(held.status.code(), Some(2));
    assert!(text(&held.stderr).contains("another process holds"), "{}", text(&held.stderr));
    spawn_blocking(move || drop(store)).await.expect("it closes");
    let whole = yingda(folder.path(), &["check", "--database", "sqlite:yingda.db"], &[]).await;
    assert!(text(&whole.stdout).ends_with(" rules: 0 faults\n"), "{}", text(&whole.stderr));
    assert!(whole.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_store_is_backed_up_and_the_backup_becomes_a_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = async |words: &[&str]| yingda(folder.path(), words, &[]).await;
    let missing = run(&["backup", "b", "--database", "sqlite:nothing.db"]).await;
    assert_eq!(text(&missing.stderr), "error: there is no database at nothing.db\n");

    let environment = yingda_testkit::TestEnvironment::default();
    let address = yingda_store::Address::Sqlite(folder.path().join("yingda.db"));
    let store = yingda_store::Store::open(&address, environment.now()).expect("the store opens");
    yingda_testkit::company(&store, &environment).await;
    let made = run(&["backup", "monday.backup", "--database", "sqlite:yingda.db"]).await;
    assert!(text(&made.stdout).starts_with("backed up to monday.backup: "), "{}", text(&made.stderr));
    spawn_blocking(move || drop(store)).await.expect("it closes");

    let again = run(&["backup", "monday.backup", "--database", "sqlite:yingda.db"]).await;
    assert_eq!((again.status.code(), text(&again.stderr).contains("is there already")), (Some(2), true));
    let over = run(&["restore", "monday.backup", "--database", "sqlite:yingda.db"]).await;
    assert_eq!((over.status.code(), text(&over.stderr).contains("is there already")), (Some(2), true));
    let foreign = run(&["restore", "yingda.db", "--database", "sqlite:new.db"]).await;
    assert!(
        text(&foreign.stderr).contains("yingda.db is not an archive of Yingda"),
        "{}",
        text(&foreign.stderr)
    );

    let restored = run(&["restore", "monday.backup", "--database", "sqlite:new.db"]).await;
    assert!(text(&restored.stdout).ends_with(" rules: 0 faults\n"), "{}", text(&restored.stderr));
    assert!(restored.status.success());
    let checked = run(&["check", "--database", "sqlite:new.db"]).await;
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_log_nobody_reads_answers_and_stops_when_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_yingda"));
    command.current_dir(folder.path()).args(["serve", "--listen", "127.0.0.1:0"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut server = command.spawn().expect("the program runs");
    let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines();
    let url = spawn_blocking(move || {
        let mut said = lines.by_ref().map_while(Result::ok);
        let line = said.find(|line| line.contains("Workspace")).expect("where it is");
        line.split_whitespace().last().expect("an address").to_owned()
    })
    .await
    .expect("it begins");
    // The ends of both pipes are gone now.
    drop(server.stderr.take());
    _ = rustls::crypto::ring::default_provider().install_default();
    for _ in 0..3 {
        let answer = reqwest::get(format!("{url}/api/v1/session")).await.expect("an answer");
        assert_eq!(answer.status(), 401);
    }
    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
    let ended = spawn_blocking(move || server.wait()).await.expect("no panic").expect("it ends");
    assert!(ended.success(), "{ended}");
}
