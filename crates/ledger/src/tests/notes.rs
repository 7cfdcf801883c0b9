//! Notes and checkpoints, against the standard's examples and against another hand's implementation.

use super::{Dice, ORIGIN, key};
use crate::checkpoint::{Checkpoint, Unbelievable};
use crate::note::{KeyKind, Note, Signed, SignerKey, VerifierKey, cosigned_at, from_hex};
use crate::policy::Policy;
use base64ct::{Base64, Encoding as _};

const CHECKPOINT: &str = "log.example/candor
7
Fa0I4MC27BtqaZN7GGszSTm8JTce0VYJ7BsYvM7D0x8=

— log.example/candor t5TEJMDao2O0pMQC8BMM5cbjZpkBr2Tt9rxnV3/WjX2vRHH6ZYo/c4p/Aya4MbXgXILn0o5uFWIKkvBecf55OqjxoA8=
— witness.example/w1 3xwKNQAAAABpIXPAnh6VWF6TixgzwE3PfFvynySUgdccHKjbhEp+3bDhDBFGK66KSyHugDbXU/PFnSQiDODudBRjjpzw6O02SUZDDw==
";
const LOG: &str = "log.example/candor+b794c424+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
const WITNESS: &str = "witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";

#[test]
fn we_sign_what_the_standards_example_shows() {
    let log = SignerKey::from_seed("log.example/candor", KeyKind::Log, &[1; 32]).unwrap();
    let witness = SignerKey::from_seed("witness.example/w1", KeyKind::Cosigner, &[2; 32]).unwrap();
    assert_eq!((log.verifier().to_string().as_str(), witness.verifier().to_string().as_str()), (LOG, WITNESS));
    let root = Base64::decode_vec("Fa0I4MC27BtqaZN7GGszSTm8JTce0VYJ7BsYvM7D0x8=").unwrap().try_into().unwrap();
    let text = Checkpoint { origin: "log.example/candor".to_owned(), size: 7, root }.text();
    assert_eq!(format!("{text}\n{}{}", log.sign(&text, 0), witness.sign(&text, 1_763_800_000)), CHECKPOINT);
    let again = SignerKey::parse(&log.to_secret_text()).unwrap();
    assert_eq!(again.verifier(), log.verifier());
}

#[test]
fn a_note_is_believed_for_the_keys_that_signed_it_and_for_no_other() {
    let note = Note::parse(CHECKPOINT.as_bytes()).unwrap();
    let (log, witness) = (VerifierKey::parse(LOG).unwrap(), VerifierKey::parse(WITNESS).unwrap());
    assert_eq!(note.signed_by(&log), Signed::Yes { second: None });
    assert_eq!(note.signed_by(&witness), Signed::Yes { second: Some(1_763_800_000) });
    assert_eq!(note.signed_by(key(1).verifier()), Signed::Not);
    assert_eq!(note.to_string(), CHECKPOINT);
    let changed = Note::parse(CHECKPOINT.replace("\n7\n", "\n8\n").as_bytes()).unwrap();
    assert_eq!((changed.signed_by(&log), changed.signed_by(&witness)), (Signed::Wrong, Signed::Wrong));
    assert_eq!(Checkpoint::verified(&changed, &log), Err(Unbelievable::WrongSignature));
    assert_eq!(Checkpoint::verified(&note, key(1).verifier()), Err(Unbelievable::NotSigned));
    let line = note.lines_of(&witness);
    assert_eq!(cosigned_at(&witness, note.text(), &line), Some((1_763_800_000, line.clone())));
    assert_eq!(cosigned_at(&witness, changed.text(), &line), None);
}

#[test]
fn another_hand_reads_our_notes_and_we_read_theirs() {
    use signed_note::{Note as Foreign, StandardSigner, StandardVerifier, VerifierList};
    let ours = key(3);
    let text = Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: [7; 32] }.text();
    let note = format!("{text}\n{}", ours.sign(&text, 0));
    let foreign = Foreign::from_bytes(note.as_bytes()).unwrap();
    let verifier = StandardVerifier::new(&ours.verifier().to_string()).unwrap();
    let list = VerifierList::new(vec![Box::new(verifier)]);
    assert_eq!(foreign.verify(&list).unwrap().0.len(), 1);
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(foreign.text()).unwrap();
    assert_eq!((checkpoint.origin(), checkpoint.size(), checkpoint.hash().0), (ORIGIN, 12, [7; 32]));

    let signer = StandardSigner::new(&ours.to_secret_text()).unwrap();
    let mut theirs = Foreign::new(text.as_bytes(), &[]).unwrap();
    theirs.add_sigs(&[&signer]).unwrap();
    assert_eq!(theirs.to_bytes(), note.as_bytes());
}

#[test]
fn what_is_no_note_is_refused() {
    for broken in [
        "",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n— \n",
        "text\n\n— a \n",
        "text\n\n— a AAAA\n",
        "text\n\n— a AAAAAA==",
        "text\n\na AAAAAAA=\n",
        "text\u{7}\n\n— a AAAAAAA=\n",
    ] {
        assert_eq!(Note::parse(broken.as_bytes()), None, "{broken:?}");
    }
    assert_eq!(Note::parse(&vec![b'a'; 70_000]), None);
    let many = format!("text\n\n{}", "— a AAAAAAAA\n".repeat(16));
    assert!(Note::parse(many.as_bytes()).is_some(), "at least 16 signatures are read");
    for broken in ["a\n01\nAAAA\n", "a\n-1\nAAAA\n", "\n1\nAAAA\n", "a\n1\n", "a\n1\nAAAA\n"] {
        assert_eq!(Checkpoint::parse(broken), None, "{broken:?}");
    }
    assert_eq!(from_hex::<2>("00F0"), None);
    assert_eq!(from_hex::<2>("00f0"), Some([0, 0xf0]));
    assert_eq!(from_hex::<2>("+0+0"), None);
}

#[test]
fn no_flipped_bit_of_a_signed_checkpoint_goes_unseen() {
    let (log, witness) = (VerifierKey::parse(LOG).unwrap(), VerifierKey::parse(WITNESS).unwrap());
    let is_believed = |bytes: &[u8]| {
        let note = Note::parse(bytes)?;
        let both = [note.signed_by(&log), note.signed_by(&witness)];
        both.iter().all(|signed| matches!(signed, Signed::Yes { .. })).then_some(())
    };
    assert!(is_believed(CHECKPOINT.as_bytes()).is_some());
    for bit in 0..CHECKPOINT.len() * 8 {
        let mut bytes = CHECKPOINT.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(is_believed(&bytes).is_none(), "bit {bit}");
    }
    let mut dice = Dice(11);
    for _ in 0..200 {
        let end = dice.below(CHECKPOINT.len() as u64) as usize;
        assert!(is_believed(&CHECKPOINT.as_bytes()[..end]).is_none(), "cut at {end}");
    }
}

#[test]
fn a_quorum_counts_operators_and_not_keys() {
    let key = |number: u8| {
        SignerKey::from_seed(&format!("w{number}.example"), KeyKind::Cosigner, &[10 + number; 32]).unwrap()
    };
    let text = Checkpoint { origin: ORIGIN.to_owned(), size: 1, root: [7; 32] }.text();
    let log = super::key(1);
    let note = |witnesses: &[u8]| {
        let lines: String = witnesses.iter().map(|number| key(*number).sign(&text, 5)).collect();
        Note::parse(format!("{text}\n{}{lines}", log.sign(&text, 0)).as_bytes()).unwrap()
    };
    let mut file = format!("# two of three cities\nlog {}\n", log.verifier());
    for number in 1..=4 {
        file.push_str(&format!("witness w{number} {}\n", key(number).verifier()));
    }
    file.push_str(
        "group city-a any w1 w2\ngroup city-b any w3\ngroup city-c any w4\ngroup two 2 city-a city-b city-c\n",
    );
    let policy = Policy::parse(&format!("{file}quorum two\n")).unwrap();
    assert!(policy.believe(&note(&[1, 2])).is_err(), "two keys of one city are one city");
    assert!(policy.believe(&note(&[1, 3])).is_ok());
    assert!(policy.believe(&note(&[])).is_err());
    assert!(Policy::parse(&format!("{file}quorum none\n")).unwrap().believe(&note(&[])).is_ok());
    for (text, line) in [
        (format!("{file}quorum nobody\n"), 11),
        (format!("{file}group again any w1\nquorum two\n"), 11),
        (format!("{file}witness w9 {}\nquorum two\n", key(1).verifier()), 11),
        (file.clone(), 10),
        ("log nonsense\n".to_owned(), 1),
    ] {
        assert_eq!(Policy::parse(&text).unwrap_err(), line, "{text}");
    }
}
