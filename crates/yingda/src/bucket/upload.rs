//! An upload of unknown length: pieces go as they fill, so that memory stays flat whatever the size. What was sent counts only
//! when it is complete; one that is given up is taken back.

use std::io::{self, Write};

use reqwest::Method;
use reqwest::header::ETAG;
use rusty_s3::S3Action as _;
use rusty_s3::actions::CreateMultipartUpload;
use tokio::runtime::Handle;

use super::{Bucket, BucketError, GOOD_FOR};

/// Bytes of the first pieces. They grow, because there may be 10,000 of them: 880 GB in all.
const PIECE: usize = 16 * 1024 * 1024;
/// After how many pieces they grow by so much again.
const GROW_AFTER: usize = 1_000;

/// An upload. Writes from a thread that may block.
pub struct Upload {
    bucket: Bucket,
    object: String,
    runtime: Handle,
    id: String,
    piece: Vec<u8>,
    /// What the store calls each piece that it has.
    tags: Vec<String>,
    bytes: u64,
    complete: bool,
}

impl Bucket {
    /// Begins an upload to a name.
    pub async fn write(&self, name: &str) -> Result<Upload, BucketError> {
        let object = self.object(name);
        let url = self.target.create_multipart_upload(Some(&self.credentials), &object).sign(GOOD_FOR);
        let text = self.text(self.send(Method::POST, url.as_str(), None).await?).await?;
        let begun = CreateMultipartUpload::parse_response(&text).map_err(|_| self.strange())?;
        Ok(Upload {
            bucket: self.clone(),
            object,
            runtime: Handle::current(),
            id: begun.upload_id().to_owned(),
            piece: Vec::with_capacity(PIECE),
            tags: Vec::new(),
            bytes: 0,
            complete: false,
        })
    }
}

impl Upload {
    /// Ends the upload: now there is something of its name. Answers how many bytes.
    pub fn finish(mut self) -> Result<u64, BucketError> {
        // A store wants one piece at least.
        if !self.piece.is_empty() || self.tags.is_empty() {
            self.send_piece()?;
        }
        self.runtime.clone().block_on(self.complete())?;
        self.complete = true;
        Ok(self.bytes)
    }

    fn send_piece(&mut self) -> Result<(), BucketError> {
        let tag = self.runtime.clone().block_on(self.piece())?;
        self.tags.push(tag);
        self.piece.clear();
        Ok(())
    }

    async fn piece(&self) -> Result<String, BucketError> {
        let bucket = &self.bucket;
        let number = u16::try_from(self.tags.len() + 1)
            .map_err(|_| BucketError::Configuration("the backup is too large for the store".into()))?;
        let action = bucket.target.upload_part(Some(&bucket.credentials), &self.object, number, &self.id);
        let url = action.sign(GOOD_FOR);
        let answer = bucket.send(Method::PUT, url.as_str(), Some(&self.piece)).await?;
        let tag = answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok());
        tag.map(str::to_owned).ok_or_else(|| bucket.strange())
    }

    async fn complete(&self) -> Result<(), BucketError> {
        let bucket = &self.bucket;
        let tags = self.tags.iter().map(String::as_str);
        let action =
            bucket.target.complete_multipart_upload(Some(&bucket.credentials), &self.object, &self.id, tags);
        let url = action.sign(GOOD_FOR);
        let body = action.body();
        let answer = bucket.send(Method::POST, url.as_str(), Some(body.as_bytes())).await?;
        let status = answer.status();
        let text = bucket.text(answer).await?;
        // A store may begin to say yes and fail afterwards.
        if text.contains("<Error>") {
            return Err(BucketError::Refused { place: bucket.place(), status, why: super::complaint(&text) });
        }
        Ok(())
    }

    fn size(&self) -> usize {
        PIECE * (1 + self.tags.len() / GROW_AFTER)
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.piece.len() >= self.size() {
            self.send_piece().map_err(io::Error::other)?;
        }
        let taken = bytes.len().min(self.size() - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    /// A piece must be full: what is waiting goes with the next ones or at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if self.complete {
            return;
        }
        let bucket = self.bucket.clone();
        let action = bucket.target.abort_multipart_upload(Some(&bucket.credentials), &self.object, &self.id);
        let url = action.sign(GOOD_FOR);
        let given_up = self.runtime.block_on(bucket.send(Method::DELETE, url.as_str(), None));
        if let Err(error) = given_up {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, backup.object = self.object, "half an upload is left in the store");
        }
    }
}
