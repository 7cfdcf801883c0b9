//! The files that stay outside of the database: the signing key, and the high-water mark.
//!
//! A backup of the database that is put back knows nothing of what was signed since. The mark does: it is the last
//! checkpoint that was signed, as a plain note, and it is written before anyone can see that checkpoint.

use crate::note::{KeyKind, NOTE_BYTES_MAX, Note, SignerKey};
use model::{Error, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Reads a signing key.
///
/// - errors: `Invalid` if others may read the file or it holds no key; nothing is signed with such a key
pub fn load(path: &Path) -> Result<Option<SignerKey>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if is_open_to_others(&file)? {
        return Err(Error::invalid("ledger-key-open").with_detail(path.display().to_string()));
    }
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text)?;
    let key = SignerKey::parse(&text);
    key.map(Some).ok_or_else(|| Error::invalid("ledger-key-malformed").with_detail(path.display().to_string()))
}

/// Makes a key and its file, which its owner alone may read.
///
/// - `name`: the key's name; for a log, its origin
/// - `seed`: 32 random bytes
/// - errors: `Conflict` if the file is there already; a key is never overwritten
pub fn create(path: &Path, name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<SignerKey> {
    let key = SignerKey::from_seed(name, kind, seed)
        .ok_or_else(|| Error::invalid("ledger-key-name").with_detail(name.to_owned()))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = match private(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Error::conflict("error-conflict").with_detail(path.display().to_string()));
        }
        Err(error) => return Err(error.into()),
    };
    writeln!(file, "{}", key.to_secret_text())?;
    file.sync_all()?;
    sync_folder(path)?;
    Ok(key)
}

/// Where the last signed checkpoint is remembered.
#[derive(Clone, Debug)]
pub struct HighWater(pub PathBuf);

impl HighWater {
    /// Beside the key, so that whoever moves one moves the other.
    pub fn beside(key: &Path) -> Self {
        HighWater(key.with_extension("high-water"))
    }

    /// - errors: `Invalid` if the file holds no note
    pub fn read(&self) -> Result<Option<Note>> {
        let file = match File::open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut bytes = Vec::new();
        file.take(NOTE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
        let note = Note::parse(&bytes);
        note.map(Some).ok_or_else(|| Error::invalid("ledger-mark-malformed").with_detail(self.0.display().to_string()))
    }

    /// Replaces the mark as a whole: after a crash the file holds the old note or the new one.
    pub fn write(&self, note: &str) -> Result<()> {
        // Two instances that share a folder must not write into one file.
        let next = self.0.with_extension(format!("next-{}", model::random_hex(8)));
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&next)?;
        file.write_all(note.as_bytes())?;
        file.sync_all()?;
        fs::rename(&next, &self.0)?;
        sync_folder(&self.0)
    }
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn is_open_to_others(file: &File) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> Result<bool> {
    Ok(false)
}

fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
