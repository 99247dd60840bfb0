//! Text files that people write: scripts, models, fixtures, input. Editors on Windows add a byte-order mark, end lines with
//! CRLF or save UTF-16. All code that reads such a file uses this module.

use std::io;
use std::path::Path;

/// Returns the text of a file without a byte-order mark and with `\n` at the end of each line.
///
/// Accepts UTF-8, and UTF-16 with a byte-order mark. Returns `None` for anything else.
pub fn text_of_file(bytes: Vec<u8>) -> Option<String> {
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => String::from_utf8(bytes).ok()?,
    };
    Some(normalized(text))
}

/// Reads a text file; see [`text_of_file`].
///
/// # Errors
/// Returns the error of the operating system, or `InvalidData` if the bytes are not text.
pub fn read_text(path: &Path) -> io::Result<String> {
    let not_text = || io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text");
    text_of_file(std::fs::read(path)?).ok_or_else(not_text)
}

/// Returns a text without a byte-order mark and with `\n` at the end of each line.
pub fn normalized(text: String) -> String {
    if !text.starts_with('\u{feff}') && !text.contains('\r') {
        return text;
    }
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_from_any_editor_read_alike() {
        let plain = "let ä = 1;\nä\n";
        let windows = plain.replace('\n', "\r\n");
        let utf16 = |to: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
            mark.iter().copied().chain(windows.encode_utf16().flat_map(to)).collect()
        };
        for bytes in [
            plain.as_bytes().to_vec(),
            format!("\u{feff}{plain}").into_bytes(),
            windows.clone().into_bytes(),
            format!("\u{feff}{windows}").into_bytes(),
            utf16(u16::to_le_bytes, &[0xff, 0xfe]),
            utf16(u16::to_be_bytes, &[0xfe, 0xff]),
        ] {
            assert_eq!(text_of_file(bytes.clone()).as_deref(), Some(plain), "{bytes:?}");
        }
    }

    #[test]
    fn other_bytes_are_no_text() {
        for bytes in [&b"\xff"[..], b"a\xc3", b"\xff\xfea", b"\xff\xfe\x00\xd8"] {
            assert_eq!(text_of_file(bytes.to_vec()), None, "{bytes:?}");
        }
    }
}
