//! PostgreSQL: connections with cached statements, through the synchronous face of the driver.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::connection::{Backend, Connection};
use crate::error::{Error, Result};
use crate::value::{Row, Value};

/// A connection to a PostgreSQL database.
pub struct Postgresql {
    client: Client,
    config: Config,
    statements: HashMap<&'static str, (Statement, Arc<[String]>)>,
}

impl Postgresql {
    /// Connects.
    pub fn connect(url: &str) -> Result<Self> {
        let mut config: Config =
            url.parse().map_err(|error: postgres::Error| Error::Statement(Box::new(error)))?;
        config.connect_timeout(Duration::from_secs(5)).application_name("yingda");
        // Two groups that wait for each other's rows are done again unit by unit, sooner than a deadlock is found.
        config.options("-c lock_timeout=400ms");
        Ok(Self { client: config.connect(NoTls)?, config, statements: HashMap::new() })
    }

    fn prepare(&mut self, sql: &'static str) -> Result<(Statement, Arc<[String]>)> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.client.prepare(sql)?;
        let names = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        self.statements.insert(sql, (statement.clone(), names));
        Ok(self.statements[sql].clone())
    }
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

fn value(row: &postgres::Row, index: usize) -> Result<Value> {
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

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Connection for Postgresql {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64> {
        let (statement, _) = self.prepare(sql)?;
        Ok(self.client.execute(&statement, &borrowed(params))?)
    }

    fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>> {
        let (statement, names) = self.prepare(sql)?;
        let rows = self.client.query(&statement, &borrowed(params))?;
        rows.iter()
            .map(|row| {
                let values = (0..names.len()).map(|index| value(row, index)).collect::<Result<_>>()?;
                Ok(Row { names: names.clone(), values })
            })
            .collect()
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
    }

    #[cfg(test)]
    fn check(&mut self, sql: &str) -> Result<()> {
        self.client.prepare(sql)?;
        Ok(())
    }

    fn reconnect(&mut self) -> Result<()> {
        self.client = self.config.connect(NoTls)?;
        self.statements.clear();
        Ok(())
    }
}
