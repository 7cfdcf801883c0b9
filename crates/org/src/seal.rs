//! The installation's own key, which lies beside the database and never in it: a stolen copy of the tables opens nothing.

use model::{Error, Result};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::path::Path;

const KEY_BYTES: usize = 32;

/// Seals small secrets for the database. It has neither `Debug` nor `Serialize`.
pub struct Seal(LessSafeKey);

impl Seal {
    /// - `key`: 32 bytes
    pub fn new(key: &[u8]) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| Error::invalid("check-seal-key"))?;
        Ok(Seal(LessSafeKey::new(key)))
    }

    /// Reads the key from its file, which is made on the first start and which its owner alone can read.
    ///
    /// - errors: `Invalid` if the file holds no key
    pub fn from_file(file: &Path) -> Result<Self> {
        match std::fs::read_to_string(file) {
            Ok(text) => Seal::new(&from_hex(text.trim()).ok_or(Error::invalid("check-seal-key"))?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                write_private(file, &model::random_hex(KEY_BYTES))?;
                // Of two that start at once, the file of one is there: both take what is in it.
                let text = std::fs::read_to_string(file)?;
                Seal::new(&from_hex(text.trim()).ok_or(Error::invalid("check-seal-key"))?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// - `purpose`: what the secret is for and whose it is; only the same opens it again, so rows cannot be swapped
    pub fn close(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0u8; NONCE_LEN];
        getrandom::fill(&mut nonce)?;
        let mut sealed = secret.to_vec();
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose.as_bytes()), &mut sealed)
            .map_err(|_| Error::broken("a secret could not be sealed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// - errors: `Broken` if it was sealed with another key, for another purpose, or changed since
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let fault = || Error::broken("a secret cannot be opened with this installation's key");
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or_else(fault)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| fault())?;
        let mut opened = rest.to_vec();
        let secret = self.0.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut opened).map_err(|_| fault())?;
        Ok(secret.to_vec())
    }
}

fn write_private(file: &Path, text: &str) -> Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(mut open) => {
            open.write_all(text.as_bytes())?;
            open.sync_all()?;
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let is_whole = text.len() == 2 * KEY_BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_whole
        .then(|| (0..text.len()).step_by(2).filter_map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_and_for_its_purpose_alone() {
        let (seal, other) = (Seal::new(&[1; 32]).expect("a key"), Seal::new(&[2; 32]).expect("a key"));
        let sealed = seal.close("totp/chen", b"secret").expect("it is sealed");
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(seal.open("totp/chen", &sealed).expect("it opens"), b"secret");
        assert!(seal.open("totp/wu", &sealed).is_err() && other.open("totp/chen", &sealed).is_err());
        let mut changed = sealed.clone();
        changed[15] ^= 1;
        assert!(seal.open("totp/chen", &changed).is_err() && seal.open("totp/chen", &sealed[..5]).is_err());
        assert!(Seal::new(&[0; 31]).is_err());
    }

    #[test]
    fn the_key_is_made_once_and_is_private() {
        let folder = std::env::temp_dir().join(format!("candor-seal-{}", model::random_hex(4)));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("seal.key");
        let sealed = Seal::from_file(&file).and_then(|seal| seal.close("x", b"y")).expect("it is made");
        assert_eq!(Seal::from_file(&file).and_then(|seal| seal.open("x", &sealed)).expect("it is read"), b"y");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&file, "too short").expect("it is written");
        assert!(Seal::from_file(&file).is_err(), "a broken key is not replaced by a new one");
    }
}
