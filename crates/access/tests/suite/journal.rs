//! Who came in stands in the journal, and nothing that opens a door does.

use std::fmt::Write as _;

use yingda_access::sessions::{self, SessionIn};
use yingda_access::tokens::{self, TokenIn};
use yingda_model::Role;
use yingda_store::Store;
use yingda_testkit::{PASSWORD, company, for_each_database};

/// The names of all entries about a subject, in order, and everything that is written of them.
async fn entries_of(store: &Store, subject: String) -> (Vec<&'static str>, String) {
    let mut names = Vec::new();
    let mut text = String::new();
    for (partition, _) in store.positions() {
        for entry in store.entries_after(partition, 0, 1_000).await.expect("reads") {
            if entry.subject == subject {
                names.push(entry.event.name());
                write!(text, "{entry:?}").expect("a String takes it");
            }
        }
    }
    (names, text)
}

#[tokio::test]
async fn logins_are_journalled_without_words_that_open_anything() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let login = SessionIn { email: "ann@example.com".into(), password: PASSWORD.into() };
        let begun = sessions::create(&store, &environment.anonymous(), login).await.expect("logs in");
        let ctx = environment.member(&company.agent);
        sessions::delete(&store, &ctx, begun.session.id).await.expect("logs out");
        sessions::delete(&store, &ctx, begun.session.id).await.expect("and again, harmlessly");
        let (names, text) = entries_of(&store, company.agent.id.to_string()).await;
        assert_eq!(names, ["session.created", "session.deleted"]);
        for secret in [&begun.token, &begun.session.csrf_token, "ann@example.com"] {
            assert!(!text.contains(secret), "{secret}");
        }
    })
    .await;
}

#[tokio::test]
async fn tokens_are_journalled_by_id() {
    for_each_database(async |store, environment| {
        let company = company(&store, &environment).await;
        let ctx = environment.member(&company.administrator);
        let wanted = TokenIn { name: "Report".into(), role: Role::Analyst, expires_at: None };
        let token = tokens::create(&store, &ctx, wanted).await.expect("made");
        tokens::delete(&store, &ctx, token.id).await.expect("removed");
        let (names, text) = entries_of(&store, token.id.to_string()).await;
        assert_eq!(names, ["token.created", "token.deleted"]);
        assert!(!text.contains(token.secret.expect("a secret").expose()) && !text.contains("Report"));
    })
    .await;
}
