//! The device's TLS certificate: made from the seed, so that a device keeps its identity.
//!
//! ECDSA on P-256 with deterministic signatures (RFC 6979): the same seed gives the same bytes,
//! and with them the same fingerprint. Real devices mostly have RSA, which nothing here depends on.

use std::net::IpAddr;

use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use p256::pkcs8::EncodePrivateKey;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, SerialNumber, SignatureAlgorithm,
    date_time_ymd,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};

/// Who signed a device's certificate, and whether it is in date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CertificateChoice {
    /// The device itself, as firmware does when it is provisioned.
    #[default]
    SelfSigned,
    /// The device itself, years ago.
    Expired,
    /// The authority whose certificate [`authority`] returns for the same seed.
    FromAuthority,
}

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The key cannot be encoded.
    #[error("the key cannot be encoded")]
    Key(#[from] p256::pkcs8::Error),
    /// The certificate cannot be encoded.
    #[error("the certificate cannot be encoded")]
    Encode(#[from] rcgen::Error),
}

/// A certificate with its key.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
}

impl Identity {
    /// The certificate of the device called `name` at `address`.
    pub(super) fn new(
        seed: u64,
        name: &str,
        address: IpAddr,
        choice: CertificateChoice,
    ) -> Result<Self, CertificateError> {
        let key = Key::from_seed(seed, "device");
        let mut params = CertificateParams::default();
        params.distinguished_name = named(name);
        params.subject_alt_names = vec![
            SanType::DnsName(name.try_into()?),
            SanType::IpAddress(address),
        ];
        params.serial_number = Some(serial_number(&key));
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        (params.not_before, params.not_after) = match choice {
            CertificateChoice::Expired => (date_time_ymd(2012, 1, 1), date_time_ymd(2022, 1, 1)),
            _ => (date_time_ymd(2024, 1, 1), date_time_ymd(2049, 12, 31)),
        };
        let certificate = if choice == CertificateChoice::FromAuthority {
            let (ca_params, ca_key) = authority_params(seed);
            params.signed_by(&key, &Issuer::new(ca_params, ca_key))?
        } else {
            params.self_signed(&key)?
        };
        let pkcs8 = key.secret.to_pkcs8_der()?;
        Ok(Self {
            certificate: certificate.der().clone(),
            key: PrivatePkcs8KeyDer::from(pkcs8.as_bytes().to_vec()).into(),
        })
    }

    /// `sha256:` and the sum over the certificate in 64 hexadecimal digits.
    pub(super) fn fingerprint(&self) -> String {
        let sum = Sha256::digest(&self.certificate);
        let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256:{hex}")
    }
}

/// Certificate of the authority that signs for [`CertificateChoice::FromAuthority`].
///
/// # Errors
/// [`CertificateError`].
pub fn authority(seed: u64) -> Result<CertificateDer<'static>, CertificateError> {
    let (params, key) = authority_params(seed);
    Ok(params.self_signed(&key)?.der().clone())
}

fn authority_params(seed: u64) -> (CertificateParams, Key) {
    let key = Key::from_seed(seed, "authority");
    let mut params = CertificateParams::default();
    params.distinguished_name = named("Outband simulator authority");
    params.serial_number = Some(serial_number(&key));
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.not_before = date_time_ymd(2024, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    (params, key)
}

fn named(name: &str) -> DistinguishedName {
    let mut named = DistinguishedName::new();
    named.push(DnType::CommonName, name);
    named.push(DnType::OrganizationName, "Outband simulator");
    named
}

/// Sixteen bytes of the key's own sum; positive.
fn serial_number(key: &Key) -> SerialNumber {
    let sum = Sha256::digest(&key.public);
    let mut bytes: Vec<u8> = sum.iter().take(16).copied().collect();
    if let Some(first) = bytes.first_mut() {
        *first = *first & 0x7F | 0x40;
    }
    bytes.into()
}

/// A key on P-256 that signs for rcgen.
struct Key {
    secret: SigningKey,
    /// Uncompressed point.
    public: Vec<u8>,
}

impl Key {
    /// The key for this seed and purpose.
    fn from_seed(seed: u64, purpose: &str) -> Self {
        let mut sum = Sha256::new();
        sum.update(seed.to_le_bytes());
        sum.update(purpose);
        loop {
            // One sum in 2³² is no scalar; then the next one is tried.
            let bytes = sum.clone().finalize();
            if let Ok(secret) = SigningKey::from_slice(&bytes) {
                let public = secret.verifying_key().to_sec1_point(false);
                return Self {
                    public: public.as_bytes().to_vec(),
                    secret,
                };
            }
            sum.update([0]);
        }
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl rcgen::SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature: Signature = self.secret.sign(message);
        Ok(signature.to_der().as_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use x509_parser::prelude::{FromDer, X509Certificate};

    use super::*;

    const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn identity(seed: u64, choice: CertificateChoice) -> Identity {
        Identity::new(seed, "sim-1", ADDRESS, choice).unwrap()
    }

    #[test]
    fn a_seed_always_gives_the_same_certificate_and_another_one_another() {
        let fingerprint = |seed| identity(seed, CertificateChoice::SelfSigned).fingerprint();
        assert_eq!(fingerprint(7), fingerprint(7));
        assert_ne!(fingerprint(7), fingerprint(8));
        assert_eq!(fingerprint(7).len(), "sha256:".len() + 64);
    }

    #[test]
    fn certificates_are_signed_and_dated_as_asked() {
        let device = identity(1, CertificateChoice::SelfSigned);
        let (_, x509) = X509Certificate::from_der(&device.certificate).unwrap();
        assert!(x509.validity().is_valid());
        assert_eq!(x509.subject(), x509.issuer());

        let expired = identity(1, CertificateChoice::Expired);
        let (_, x509) = X509Certificate::from_der(&expired.certificate).unwrap();
        assert!(!x509.validity().is_valid());

        let signed = identity(1, CertificateChoice::FromAuthority);
        let (_, x509) = X509Certificate::from_der(&signed.certificate).unwrap();
        let ca = authority(1).unwrap();
        let (_, ca) = X509Certificate::from_der(&ca).unwrap();
        assert_eq!(x509.issuer(), ca.subject());
        assert!(ca.is_ca());
    }
}
