//! Pictures are decoded and drawn anew: what a camera or a program wrote beside the picture (place, device, author, thumbnails)
//! is gone, and so is whatever was hidden in the file.

use crate::file::{Format, format};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use model::{Error, Result};
use std::io::Cursor;

/// Either side of what is decoded.
const SIDE_PIXELS_MAX: u32 = 8_000;
/// Memory while decoding: 8,000 by 8,000 in four bytes would be 256 MB; a camera's 24 million pixels fit well.
const DECODE_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// Wider than any page shows.
const WIDTH_PIXELS: u32 = 1_600;
const JPEG_QUALITY: u8 = 82;

/// Whether these bytes say that they are a picture of a kind we take.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    matches!(image::guess_format(bytes), Ok(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP))
}

/// Draws a picture anew, upright, and no wider than a page.
///
/// - errors: `Invalid` for one that cannot be decoded or is larger than the limits, which are held against its head first
pub(crate) fn redrawn(bytes: &[u8]) -> Result<(Format, Vec<u8>)> {
    let broken = |_| Error::invalid("publish-picture-broken");
    let mut reader = ImageReader::new(Cursor::new(bytes));
    let (width, height) = {
        let mut head = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
        head.limits(Limits::no_limits());
        head.into_dimensions().map_err(broken)?
    };
    let is_large = width > SIDE_PIXELS_MAX || height > SIDE_PIXELS_MAX;
    if is_large || u64::from(width) * u64::from(height) * 4 > DECODE_BYTES_MAX {
        return Err(Error::invalid("publish-picture-large"));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SIDE_PIXELS_MAX);
    limits.max_alloc = Some(2 * DECODE_BYTES_MAX);
    reader = reader.with_guessed_format()?;
    reader.limits(limits);
    let is_photograph = reader.format() == Some(ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let orientation = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    if picture.width() > WIDTH_PIXELS {
        picture = picture.resize(WIDTH_PIXELS, u32::MAX, image::imageops::FilterType::Triangle);
    }
    let mut drawn = Vec::new();
    if is_photograph {
        picture
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut drawn, JPEG_QUALITY))
            .map_err(broken)?;
    } else if picture.color().has_alpha() {
        picture.to_rgba8().write_with_encoder(PngEncoder::new(&mut drawn)).map_err(broken)?;
    } else {
        picture.to_rgb8().write_with_encoder(PngEncoder::new(&mut drawn)).map_err(broken)?;
    }
    let ending = if is_photograph { "jpg" } else { "png" };
    Ok((format(ending).ok_or_else(|| Error::broken("a kind of picture that is not listed"))?, drawn))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
        let mut bytes = Vec::new();
        picture.write_with_encoder(PngEncoder::new(&mut bytes)).expect("it can be drawn");
        bytes
    }

    #[test]
    fn what_was_beside_the_picture_is_gone() {
        let mut bytes = png(8, 8);
        // A text chunk before the end, as programs write it.
        let text = b"Author\0zebrafinch";
        let mut chunk = (text.len() as u32).to_be_bytes().to_vec();
        chunk.extend(b"tEXt");
        chunk.extend(text);
        chunk.extend(crc32(&[b"tEXt".as_slice(), text].concat()).to_be_bytes());
        let end = bytes.len() - 12;
        bytes.splice(end..end, chunk);
        assert!(bytes.windows(10).any(|window| window == b"zebrafinch"));
        let (kind, drawn) = redrawn(&bytes).expect("a picture");
        assert_eq!(kind.ending, "png");
        assert!(!drawn.windows(10).any(|window| window == b"zebrafinch"));
        assert_eq!(
            image::load_from_memory(&drawn).expect("a picture").to_rgb8(),
            image::load_from_memory(&png(8, 8)).expect("a picture").to_rgb8()
        );
    }

    #[test]
    fn a_bomb_is_refused_by_its_head() {
        let mut bytes = png(8, 8);
        // The head says 60,000 by 60,000; the rest stays small.
        bytes[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&60_000u32.to_be_bytes());
        let crc = crc32(&bytes[12..29]).to_be_bytes();
        bytes[29..33].copy_from_slice(&crc);
        assert_eq!(redrawn(&bytes).expect_err("a bomb").message, "publish-picture-large");
        assert_eq!(redrawn(&png(8, 8)[..40]).expect_err("cut off").message, "publish-picture-broken");
    }

    #[test]
    fn a_wide_picture_is_made_as_wide_as_a_page() {
        let (_, drawn) = redrawn(&png(3_200, 40)).expect("a picture");
        assert_eq!(image::load_from_memory(&drawn).expect("a picture").width(), WIDTH_PIXELS);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }
}
