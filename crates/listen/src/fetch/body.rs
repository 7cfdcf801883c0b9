//! Decompression within limits: one layer, read piece by piece, so that a bomb is noticed while it goes off.

use crate::limits::{COMPRESSION_FREE_BYTES, COMPRESSION_RATIO_MAX, Reason};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

const PIECE_BYTES: usize = 16 * 1024;

/// - `encoding`: the value of `Content-Encoding`
/// - returns: at most `bytes_max` bytes, and whether there were more
/// - errors: `BodyBomb`, `CompressionUnknown`, or `BodyFailed` for bytes that are not what they say
pub(super) fn decompressed(bytes: Vec<u8>, encoding: &str, bytes_max: usize) -> Result<(Vec<u8>, bool), Reason> {
    let packed = bytes.as_slice();
    let mut reader: Box<dyn Read + '_> = match encoding.to_ascii_lowercase().as_str() {
        "" | "identity" => return Ok((bytes, false)),
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(packed)),
        // The standard means zlib; some servers send the bare stream.
        "deflate" if is_zlib(packed) => Box::new(ZlibDecoder::new(packed)),
        "deflate" => Box::new(DeflateDecoder::new(packed)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(packed, PIECE_BYTES)),
        "zstd" => Box::new(ruzstd::decoding::StreamingDecoder::new(packed).map_err(|_| Reason::BodyFailed)?),
        _ => return Err(Reason::CompressionUnknown),
    };
    let mut out = Vec::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let length = reader.read(&mut piece).map_err(|_| Reason::BodyFailed)?;
        if length == 0 {
            return Ok((out, false));
        }
        out.extend_from_slice(&piece[..length]);
        if out.len() > COMPRESSION_FREE_BYTES && out.len() > packed.len() * COMPRESSION_RATIO_MAX {
            return Err(Reason::BodyBomb);
        }
        if out.len() > bytes_max {
            out.truncate(bytes_max);
            return Ok((out, true));
        }
    }
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 15 == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0)
}
