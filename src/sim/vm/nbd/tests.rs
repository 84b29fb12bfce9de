use super::*;
use crate::wire::hexdump::parse_hex;

fn server() -> NbdServer {
    NbdServer::new(vec![
        Export {
            name: "cd".into(),
            size: 8192,
            block_bytes: 2048,
            read_only: true,
        },
        Export {
            name: "fd".into(),
            size: 1024,
            block_bytes: 512,
            read_only: false,
        },
    ])
}

fn output(server: &mut NbdServer) -> Vec<u8> {
    let mut out = Vec::new();
    server.drain_output(&mut out);
    out
}

/// `IHAVEOPT, option, length, data`, written out.
fn option(number: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"IHAVEOPT".to_vec();
    bytes.extend(number.to_be_bytes());
    bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend(data);
    bytes
}

fn go(name: &str) -> Vec<u8> {
    let mut data = u32::try_from(name.len()).unwrap().to_be_bytes().to_vec();
    data.extend(name.as_bytes());
    data.extend([0, 0]);
    option(7, &data)
}

fn opened(name: &str) -> NbdServer {
    let mut server = server();
    server.handle_input(&[0, 0, 0, 3]).unwrap();
    server.handle_input(&go(name)).unwrap();
    output(&mut server);
    server
}

const READ_2048_AT_4096: &str = "25609513 0000 0000 0102030405060708 0000000000001000 00000800";

#[test]
fn an_export_is_opened_by_name_and_read() {
    let mut server = server();
    assert_eq!(output(&mut server), b"NBDMAGICIHAVEOPT\x00\x03");
    server.handle_input(&[0, 0, 0, 3]).unwrap();
    server.handle_input(&go("cd")).unwrap();
    let golden = parse_hex(
        "0003E889045565A9 00000007 00000003 0000000C 0000 0000000000002000 0007 \
         0003E889045565A9 00000007 00000003 0000000E 0003 00000800 00000800 00100000 \
         0003E889045565A9 00000007 00000001 00000000",
    );
    assert_eq!(output(&mut server), golden.unwrap());

    let request = parse_hex(READ_2048_AT_4096).unwrap();
    for cut in 1..request.len() {
        assert_eq!(server.handle_input(&request[..cut]), Ok(0));
    }
    assert_eq!(server.handle_input(&request), Ok(28));
    let cookie = 0x0102_0304_0506_0708;
    assert_eq!(
        server.poll_request(),
        Some(NbdRequest::Read {
            cookie,
            offset: 4096,
            len: 2048
        })
    );
    server.complete(cookie, Ok(&[7; 2048]));
    let out = output(&mut server);
    assert_eq!(
        out[..16],
        parse_hex("67446698 00000000 0102030405060708").unwrap()
    );
    assert_eq!(out[16..], [7; 2048]);
}

#[test]
fn a_short_answer_to_a_read_becomes_an_io_error() {
    let mut server = opened("cd");
    server
        .handle_input(&parse_hex(READ_2048_AT_4096).unwrap())
        .unwrap();
    server.complete(0x0102_0304_0506_0708, Ok(&[7; 100]));
    let golden = parse_hex("67446698 00000005 0102030405060708").unwrap();
    assert_eq!(output(&mut server), golden);
    server.complete(0x0102_0304_0506_0708, Ok(&[7; 2048]));
    assert!(output(&mut server).is_empty(), "completed only once");
}

#[test]
fn reads_beyond_the_end_and_writes_to_a_cd_are_refused_without_reaching_the_owner() {
    let mut server = opened("cd");
    for (request, errno) in [
        (
            "25609513 0000 0000 0000000000000001 0000000000001F00 00000200",
            22,
        ),
        (
            "25609513 0000 0000 0000000000000001 FFFFFFFFFFFFFFFF 00000200",
            22,
        ),
        (
            "25609513 0000 0000 0000000000000001 0000000000000000 FFFFFFFF",
            22,
        ),
        (
            "25609513 0000 0001 0000000000000001 0000000000000000 00000002 AABB",
            1,
        ),
        (
            "25609513 0000 0006 0000000000000001 0000000000000000 00000200",
            95,
        ),
    ] {
        server.handle_input(&parse_hex(request).unwrap()).unwrap();
        let out = output(&mut server);
        assert_eq!(out[4..8], u32::to_be_bytes(errno), "{request}");
        assert_eq!(server.poll_request(), None);
    }
}

#[test]
fn a_floppy_is_written_and_flushed() {
    let mut server = opened("fd");
    let write = "25609513 0000 0001 0000000000000009 0000000000000200 00000002 AABB";
    server.handle_input(&parse_hex(write).unwrap()).unwrap();
    let data = vec![0xAA, 0xBB];
    assert_eq!(
        server.poll_request(),
        Some(NbdRequest::Write {
            cookie: 9,
            offset: 512,
            data
        })
    );
    server.complete(9, Ok(&[]));
    assert_eq!(
        output(&mut server),
        parse_hex("67446698 00000000 0000000000000009").unwrap()
    );
}

#[test]
fn what_we_do_not_offer_is_refused_and_negotiation_goes_on() {
    let mut server = server();
    server.handle_input(&[0, 0, 0, 1]).unwrap();
    output(&mut server);
    for (bytes, kind) in [
        (option(8, &[]), 0x8000_0001_u32),
        (go("hd"), 0x8000_0006),
        (option(7, &[0, 0, 0, 9]), 0x8000_0003),
    ] {
        server.handle_input(&bytes).unwrap();
        assert_eq!(output(&mut server)[12..16], kind.to_be_bytes());
    }
    server.handle_input(&option(3, &[])).unwrap();
    assert!(output(&mut server).windows(6).any(|w| w == b"\0\0\0\x02fd"));
    server.handle_input(&option(1, b"fd")).unwrap();
    assert_eq!(
        output(&mut server).len(),
        10 + 124,
        "zeros for a client that wants them"
    );
}

#[test]
fn nonsense_ends_the_connection() {
    let mut server = server();
    server.handle_input(&[0, 0, 0, 3]).unwrap();
    assert!(matches!(
        server.handle_input(b"GET / HTTP/1.1\r\n"),
        Err(NbdError::Wire(WireError::Invalid {
            field: "option magic",
            ..
        }))
    ));
    assert_eq!(server.handle_input(&go("cd")), Err(NbdError::Closed));
    assert!(server.is_finished());
}
