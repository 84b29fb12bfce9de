//! VNC authentication: sixteen bytes of challenge, sixteen bytes of answer.
//!
//! Source: `docs/protocol/redirection.md` § 5.15; RFC 6143 §7.2.2.

use des::Des;
use des::cipher::{Array, BlockCipherEncrypt, KeyInit};

/// The answer to `challenge` that proves knowledge of `password`.
///
/// DES in two independent blocks. The key is the first eight bytes of the password, padded with
/// zeros, with the bits of each byte reversed.
#[must_use]
pub fn response(password: &str, challenge: &[u8; 16]) -> [u8; 16] {
    let mut key = [0; 8];
    for (to, from) in key.iter_mut().zip(password.bytes()) {
        *to = from.reverse_bits();
    }
    let cipher = Des::new(&Array(key));
    let mut answer = *challenge;
    let (blocks, _) = answer.as_chunks_mut::<8>();
    for block in blocks {
        let mut encrypted = Array(*block);
        cipher.encrypt_block(&mut encrypted);
        *block = encrypted.0;
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::parse_hex;

    #[test]
    fn the_vector_of_the_specification_comes_out() {
        let challenge: [u8; 16] = std::array::from_fn(|i| u8::try_from(i).unwrap());
        let expected = parse_hex("04 5E 36 9D 4A D4 F9 34 23 62 6D ED AD 97 DE 14").unwrap();
        assert_eq!(response("P@ssw0rd", &challenge).as_slice(), expected);
    }

    #[test]
    fn only_eight_characters_count() {
        let challenge = [7; 16];
        let full = response("P@ssw0rd", &challenge);
        assert_eq!(response("P@ssw0rd and more", &challenge), full);
        assert_ne!(response("P@ssw0r", &challenge), full);
    }
}
