//! Where backups are kept: a folder of this machine or a bucket of an S3-compatible store. Makes, lists and removes them there;
//! when, and which are kept, is not decided here.

use std::error::Error as StdError;
use std::fmt;
use std::path::PathBuf;

use tokio::task::spawn_blocking;
use yingda_model::Timestamp;
use yingda_store::archive::{self, Summary};
use yingda_store::{Address, private_folder};

use crate::bucket::Bucket;

/// What may go wrong on the way there.
pub type Trouble = Box<dyn StdError + Send + Sync>;

/// Where backups are kept.
#[derive(Clone, Debug)]
pub enum Place {
    Folder(PathBuf),
    Bucket(Box<Bucket>),
}

impl Place {
    /// Makes a backup under a name; there is none of it before it is complete.
    pub async fn make(&self, name: &str, address: &Address, now: Timestamp) -> Result<Summary, Trouble> {
        match self {
            Self::Folder(folder) => {
                let (folder, file, address) = (folder.clone(), folder.join(name), address.clone());
                let made = spawn_blocking(move || {
                    private_folder(&folder)?;
                    Ok::<_, Trouble>(archive::backup(&address, &file, now)?)
                });
                made.await?
            }
            Self::Bucket(bucket) => upload(bucket, name, address, now).await,
        }
    }

    /// The names of everything that lies there.
    pub async fn names(&self) -> Result<Vec<String>, Trouble> {
        match self {
            Self::Folder(folder) => {
                let entries = std::fs::read_dir(folder)?;
                Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
            }
            Self::Bucket(bucket) => Ok(bucket.names().await?),
        }
    }

    /// Takes one away.
    pub async fn remove(&self, name: &str) -> Result<(), Trouble> {
        match self {
            Self::Folder(folder) => Ok(std::fs::remove_file(folder.join(name))?),
            Self::Bucket(bucket) => Ok(bucket.remove(name).await?),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Bucket(bucket) => write!(f, "{bucket}"),
        }
    }
}

/// Sends everything in a store to a bucket while it is read.
///
/// # Errors
/// When there is something of the name, the store can't be read, or the bucket refuses: then what was sent is taken back.
pub async fn upload(
    bucket: &Bucket,
    name: &str,
    address: &Address,
    now: Timestamp,
) -> Result<Summary, Trouble> {
    if bucket.has(name).await? {
        return Err(format!("{bucket}{name} is there already").into());
    }
    let mut upload = bucket.write(name).await?;
    let address = address.clone();
    let sent = spawn_blocking(move || {
        let summary = archive::backup_to(&address, &mut upload, now)?;
        Ok::<_, Trouble>(Summary { bytes: upload.finish()?, ..summary })
    });
    sent.await?
}
