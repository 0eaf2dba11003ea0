//! PostgreSQL: connections with cached statements, each with a small runtime of its own that works while a caller waits.
//!
//! Statements whose answers nobody needs are sent without waiting, and their answers are read with the next one's: a
//! transaction costs as many waits as it has questions.

pub(crate) mod encryption;

use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::future::try_join_all;
use tokio::runtime::Runtime;
use tokio::task::yield_now;
use tokio::time::timeout;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::connection::{Backend, Connection, Table, Take};
use crate::error::{Error, Result};
use crate::partitions;
use crate::value::{Row, Value};

/// Rows that a cursor gives at once.
const FETCHED: usize = 1_000;

/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// How long a connection may say nothing when it should.
const SILENT: Duration = Duration::from_secs(5);
/// How often a connection's own task is let run before it is asked whether it has ended: once to read, once to understand.
const LOOKS: usize = 3;

type Sent = Pin<Box<dyn Future<Output = Result<u64, tokio_postgres::Error>> + Send>>;

/// A connection to a PostgreSQL database.
pub struct Postgresql {
    runtime: Runtime,
    /// None once it is of no use: what was begun on a connection that failed must never be gone on with.
    client: Option<Arc<Client>>,
    config: Config,
    /// None: in the clear.
    tls: Option<MakeRustlsConnect>,
    statements: HashMap<&'static str, (Statement, Arc<[String]>)>,
    /// Statements on their way, in order.
    sent: Vec<Sent>,
    /// How long an answer is waited for.
    limit: Option<Duration>,
}

impl Postgresql {
    /// Connects.
    pub fn connect(url: &str) -> Result<Self> {
        let (url, encryption) = encryption::split(url).map_err(|why| Error::Statement(why.into()))?;
        let tls = encryption.connector()?;
        let mut config: Config =
            url.parse().map_err(|error: tokio_postgres::Error| Error::Statement(Box::new(error)))?;
        config.connect_timeout(CONNECT_WITHIN).application_name("yingda");
        // A network that is dead without saying so.
        config
            .tcp_user_timeout(SILENT)
            .keepalives_idle(SILENT)
            .keepalives_interval(SILENT / 5)
            .keepalives_retries(2);
        // Two groups that wait for each other's rows are done again unit by unit, sooner than a deadlock is found. And the
        // locks of a server that has vanished from the network must not outlast it.
        config.options(
            "-c lock_timeout=400ms -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=5 \
             -c tcp_user_timeout=10000",
        );
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::Unavailable(Box::new(error)))?;
        let client = client(&runtime, &config, tls.as_ref())?;
        Ok(Self {
            runtime,
            client: Some(client),
            config,
            tls,
            statements: HashMap::new(),
            sent: Vec::new(),
            limit: None,
        })
    }

    fn client(&self) -> Result<Arc<Client>> {
        self.client.clone().ok_or_else(|| Error::Unavailable("the connection has ended".into()))
    }

    fn prepare(&mut self, sql: &'static str) -> Result<(Statement, Arc<[String]>)> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let client = self.client()?;
        let statement = self.settle_with(client.prepare(sql))?;
        let names = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        self.statements.insert(sql, (statement.clone(), names));
        Ok(self.statements[sql].clone())
    }

    /// Waits for an answer and, before it, for those of all statements that were sent; the first failure is the answer.
    fn settle_with<T>(&mut self, asked: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T> {
        let sent = std::mem::take(&mut self.sent);
        let limit = self.limit;
        let settled = async {
            let mut asked = pin!(asked);
            // On its way before the others' answers are waited for.
            let early = poll_fn(|context| Poll::Ready(asked.as_mut().poll(context))).await;
            let mut failure = None;
            for statement in sent {
                if let Err(error) = statement.await {
                    failure.get_or_insert(error);
                }
            }
            let answer = match early {
                Poll::Ready(answer) => answer,
                Poll::Pending => asked.await,
            };
            match failure {
                Some(error) => Err(error.into()),
                None => Ok(answer?),
            }
        };
        let settled = self.runtime.block_on(async {
            match limit {
                Some(limit) => timeout(limit, settled).await.unwrap_or_else(|_| Err(silent(limit))),
                None => settled.await,
            }
        });
        if matches!(settled, Err(Error::Unavailable(_))) {
            self.abandon();
        }
        settled
    }
}

/// The error of a database that does not answer; the connection is of no use any more.
fn silent(limit: Duration) -> Error {
    Error::Unavailable(format!("no answer within {} s", limit.as_secs()).into())
}

fn client(runtime: &Runtime, config: &Config, tls: Option<&MakeRustlsConnect>) -> Result<Arc<Client>> {
    match tls {
        Some(tls) => connect(runtime, config, tls.clone()),
        None => connect(runtime, config, NoTls),
    }
}

fn connect<T>(runtime: &Runtime, config: &Config, tls: T) -> Result<Arc<Client>>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let connected = runtime.block_on(async { timeout(CONNECT_WITHIN, config.connect(tls)).await });
    let (client, connection) = connected.map_err(|_| silent(CONNECT_WITHIN))??;
    runtime.spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = &error as &dyn StdError, "a connection to the database has ended");
        }
    });
    Ok(Arc::new(client))
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Integer(number) if *ty == Type::FLOAT8 => (*number as f64).to_sql(ty, out),
            Self::Integer(number) => number.to_sql_checked(ty, out),
            Self::Real(number) => number.to_sql_checked(ty, out),
            Self::Boolean(truth) => truth.to_sql_checked(ty, out),
            Self::Text(text) => text.to_sql_checked(ty, out),
            Self::Bytes(bytes) => bytes.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn value(row: &tokio_postgres::Row, index: usize) -> Result<Value> {
    let column = &row.columns()[index];
    let decoded = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Value::Integer),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|number| Value::Integer(number.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(index)?.map(Value::Real),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(Value::Boolean),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(index)?.map(Value::Text),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Bytes),
        _ => return Err(Error::Decode { column: column.name().into() }),
    };
    Ok(decoded.unwrap_or(Value::Null))
}

fn row(found: &tokio_postgres::Row, names: &Arc<[String]>) -> Result<Row> {
    let values = (0..names.len()).map(|index| value(found, index)).collect::<Result<_>>()?;
    Ok(Row { names: Arc::clone(names), values })
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Connection for Postgresql {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64> {
        let (statement, _) = self.prepare(sql)?;
        let client = self.client()?;
        self.settle_with(client.execute(&statement, &borrowed(params)))
    }

    fn send(&mut self, sql: &'static str, params: &[Value]) -> Result<()> {
        let (statement, _) = self.prepare(sql)?;
        let (client, params) = (self.client()?, params.to_vec());
        let mut sent: Sent = Box::pin(async move { client.execute_raw(&statement, params).await });
        // The first look puts it on its way; nothing is read here, so a failure to send shows when it is waited for.
        match sent.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => self.sent.push(sent),
            Poll::Ready(answer) => _ = answer?,
        }
        Ok(())
    }

    fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>> {
        let (statement, names) = self.prepare(sql)?;
        let client = self.client()?;
        let rows = self.settle_with(client.query(&statement, &borrowed(params)))?;
        rows.iter().map(|found| row(found, &names)).collect()
    }

    fn query_each(&mut self, sql: &'static str, sets: &[Vec<Value>]) -> Result<Vec<Option<Row>>> {
        let (statement, names) = self.prepare(sql)?;
        let client = self.client()?;
        let sets: Vec<_> = sets.iter().map(|params| borrowed(params)).collect();
        let found =
            self.settle_with(try_join_all(sets.iter().map(|params| client.query_opt(&statement, params))))?;
        found.iter().map(|found| found.as_ref().map(|found| row(found, &names)).transpose()).collect()
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        let client = self.client()?;
        self.settle_with(client.batch_execute(sql))
    }

    fn scan(&mut self, table: &Table, take: &mut Take<'_>) -> Result<()> {
        // A cursor, so that no more than a few rows are in memory.
        let (columns, name) = (table.list(), &table.name);
        self.batch(&format!("DECLARE archived NO SCROLL CURSOR FOR SELECT {columns} FROM {name}"))?;
        let client = self.client()?;
        loop {
            let rows = self.settle_with(client.query(&format!("FETCH {FETCHED} FROM archived"), &[]))?;
            for found in &rows {
                let values = (0..table.columns.len()).map(|index| value(found, index));
                take(values.collect::<Result<_>>()?)?;
            }
            if rows.len() < FETCHED {
                return self.batch("CLOSE archived");
            }
        }
    }

    fn fill(&mut self, table: &Table, rows: &[Vec<Value>]) -> Result<()> {
        partitions::make_room(self, &table.name, rows)?;
        let columns = table.columns.len();
        let row = |row: usize| {
            let places: Vec<_> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
            format!("({})", places.join(", "))
        };
        let places: Vec<_> = (0..rows.len()).map(row).collect();
        let sql =
            ["INSERT", "INTO", &table.name, "(", &table.list(), ") VALUES", &places.join(", ")].join(" ");
        let values: Vec<_> = rows.iter().flatten().cloned().collect();
        let client = self.client()?;
        self.settle_with(client.execute(&sql, &borrowed(&values)))?;
        Ok(())
    }

    #[cfg(test)]
    fn check(&mut self, sql: &str) -> Result<()> {
        let client = self.client()?;
        self.settle_with(client.prepare(sql))?;
        Ok(())
    }

    fn wait_at_most(&mut self, limit: Option<Duration>) {
        self.limit = limit;
    }

    fn abandon(&mut self) {
        self.client = None;
        self.sent.clear();
        self.statements.clear();
    }

    fn mend(&mut self) -> Result<()> {
        if let Some(open) = &self.client {
            // The connection's own task runs only while somebody waits.
            self.runtime.block_on(async {
                for _ in 0..LOOKS {
                    yield_now().await;
                }
            });
            if !open.is_closed() {
                return Ok(());
            }
        }
        self.abandon();
        self.client = Some(client(&self.runtime, &self.config, self.tls.as_ref())?);
        Ok(())
    }
}
