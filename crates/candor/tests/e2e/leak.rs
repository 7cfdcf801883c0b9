//! What names a person is found nowhere on the disk afterwards.

use crate::program::Office;
use std::path::Path;

/// All invented: the number lies in a range that is not given out, the address under a reserved domain.
const PLANTED: [&str; 7] = [
    "zebrafinch_q7",
    "欧阳霁月明",
    "13800138999",
    "quokka.person@mail.example",
    "https://forum.example/u/zebrafinch_q7/post/998877",
    "998877-guid-quokka",
    "08:17:43",
];
/// Proof that the search can find something: an ordinary word of the same posts.
const KEPT: &str = "marmalade";

fn rows() -> String {
    (0..40)
        .map(|index| {
            format!(
                concat!(
                    r#"{{"id":"998877-guid-quokka","author":"zebrafinch_q7","url":"https://forum.example/u/zebrafinch_q7/post/998877","#,
                    r#""time":"2026-03-01T08:17:43Z","text":"marmalade {} 我叫欧阳霁月明，电话13800138999，邮箱 quokka.person@mail.example，"#,
                    r#"原帖 https://forum.example/u/zebrafinch_q7/post/998877 @zebrafinch_q7"}}"#,
                    "\n"
                ),
                index
            )
            .replace("998877-guid-quokka", &format!("998877-guid-quokka-{index}"))
        })
        .collect()
}

#[test]
fn planted_personal_data_is_nowhere_in_the_data_folder() {
    let office = Office::new();
    let file = office.write("posts.jsonl", &rows());
    let mut said = office.import(&file);
    let served = office.serve();
    served.get("/en/");
    served.get("/heard.json");
    said.push_str(&served.said());
    // Before the end the write-ahead log is there too; after it, what was folded into the database.
    let mut bytes = every_byte(&office.data());
    assert!(served.stop(), "it ends well when asked to stop");
    bytes.extend(every_byte(&office.data()));
    assert!(contains(&bytes, KEPT.as_bytes()), "the search finds what is there");
    for planted in PLANTED {
        assert!(!contains(&bytes, planted.as_bytes()), "{planted} is on the disk");
        let wide: Vec<u8> = planted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!contains(&bytes, &wide), "{planted} is on the disk in UTF-16");
        assert!(!said.contains(planted), "{planted} is in the log");
    }
    assert!(!said.contains(KEPT), "texts are never logged");
    // A moment is stored as a number; SQLite writes one of this size in six bytes.
    let exact_ms: i64 = 1_772_353_063_000;
    assert!(!contains(&bytes, &exact_ms.to_be_bytes()[2..]), "the exact second is on the disk");
    let hour_ms = exact_ms / 3_600_000 * 3_600_000;
    assert!(contains(&bytes, &hour_ms.to_be_bytes()[2..]), "the hour is on the disk, so the search can find a moment");
}

fn every_byte(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the data folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            bytes.extend(every_byte(&path));
        } else {
            bytes.extend(std::fs::read(&path).expect("its files can be read"));
        }
    }
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
