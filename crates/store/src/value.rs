//! Values and rows: the few types that both databases share.

use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use yingda_model::Timestamp;

use crate::connection::Table;
use crate::error::{Error, Result};

/// One value of a row or one parameter of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Boolean(bool),
    Text(String),
    Bytes(Vec<u8>),
}

macro_rules! from {
    ($($type:ty => |$value:ident| $make:expr),+ $(,)?) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $make
            }
        }
    )+};
}

from! {
    i64 => |value| Self::Integer(value),
    i32 => |value| Self::Integer(value.into()),
    usize => |value| Self::Integer(i64::try_from(value).unwrap_or(i64::MAX)),
    f64 => |value| Self::Real(value),
    bool => |value| Self::Boolean(value),
    String => |value| Self::Text(value),
    &String => |value| Self::Text(value.clone()),
    &str => |value| Self::Text(value.to_owned()),
    Vec<u8> => |value| Self::Bytes(value),
    &[u8] => |value| Self::Bytes(value.to_vec()),
    [u8; 32] => |value| Self::Bytes(value.to_vec()),
    Timestamp => |value| Self::Integer(value.millis()),
    &Value => |value| value.clone(),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The text form of an id or a closed word, as a parameter.
pub fn word(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

/// The text form of an optional id or word.
pub fn optional_word(value: Option<impl ToString>) -> Value {
    value.map_or(Value::Null, word)
}

/// A value as opaque JSON text.
pub fn json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_string(value).map(Value::Text).map_err(|error| Error::Statement(Box::new(error)))
}

/// Parameters of a statement.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::value::Value::from($value)),*] as &[$crate::value::Value] };
}

/// One row, with the names of its columns.
#[derive(Clone, Debug)]
pub struct Row {
    pub(crate) names: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// Values as a row of a table.
    pub(crate) fn of(table: &Table, values: Vec<Value>) -> Self {
        Self { names: table.columns.iter().map(|column| column.name.clone()).collect(), values }
    }
}

/// What a column can be read as.
pub trait FromValue: Sized {
    /// The value in this type, or none when it is of another.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Real(number) => Some(*number),
            Value::Integer(number) => Some(*number as Self),
            _ => None,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Boolean(truth) => Some(*truth),
            Value::Integer(number) => Some(*number != 0),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl FromValue for Timestamp {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(Self::from_millis)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

impl Row {
    fn value(&self, column: &str) -> Result<&Value> {
        let index = self.names.iter().position(|name| name == column);
        index.and_then(|index| self.values.get(index)).ok_or_else(|| Error::Decode { column: column.into() })
    }

    /// A column by name.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        T::from_value(self.value(column)?).ok_or_else(|| Error::Decode { column: column.into() })
    }

    /// An id or closed word by column name.
    pub fn parse<T: FromStr>(&self, column: &str) -> Result<T> {
        match self.value(column)? {
            Value::Text(text) => text.parse().map_err(|_| Error::Decode { column: column.into() }),
            _ => Err(Error::Decode { column: column.into() }),
        }
    }

    /// An optional id or closed word by column name.
    pub fn parse_optional<T: FromStr>(&self, column: &str) -> Result<Option<T>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            _ => self.parse(column).map(Some),
        }
    }

    /// A JSON column by name.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        match self.value(column)? {
            Value::Text(text) => {
                serde_json::from_str(text).map_err(|_| Error::Decode { column: column.into() })
            }
            _ => Err(Error::Decode { column: column.into() }),
        }
    }

    /// An optional JSON column by name.
    pub fn json_optional<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            _ => self.json(column).map(Some),
        }
    }
}
