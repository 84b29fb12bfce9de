//! HTTP/1.1 as the firmware's web server speaks it: requests in, answers out, byte for byte.
//!
//! Written here because no server library writes chunk sizes in four digits, keeps the spelling
//! of header names or closes where firmware closes; heads are parsed by `httparse`.
//!
//! Source: `docs/protocol/wsman.md` § 1.2, § 1.3.

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::limits;

/// One whole request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpRequest {
    /// In capitals.
    pub method: String,
    /// Path with everything behind it.
    pub target: String,
    /// Value of `Authorization`.
    pub authorization: Option<String>,
    /// The console wants the connection closed after the answer.
    pub closes: bool,
    /// Decoded body.
    pub body: Vec<u8>,
}

/// What the front of the received bytes is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Front {
    /// The beginning of a request.
    Part {
        /// The head is whole, and its sender waits for leave to send the body.
        expects_continue: bool,
    },
    /// A request and the number of bytes it had.
    Whole(HttpRequest, usize),
}

/// Bytes that are no request we take: not HTTP/1, or too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an HTTP request: {0}")]
pub struct BadRequest(pub &'static str);

impl HttpRequest {
    /// Reads one request from the front of `input`.
    pub(crate) fn parse(input: &[u8]) -> Result<Front, BadRequest> {
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut head = httparse::Request::new(&mut fields);
        let parsed = head
            .parse(input)
            .map_err(|_| BadRequest("malformed head"))?;
        let Some(head_len) = whole(parsed) else {
            return part_of(input, limits::SIM_HTTP_HEAD_BYTES);
        };
        if head_len > limits::SIM_HTTP_HEAD_BYTES {
            return Err(BadRequest("head too large"));
        }
        let text = |name: &str| {
            let field = head
                .headers
                .iter()
                .find(|f| f.name.eq_ignore_ascii_case(name))?;
            std::str::from_utf8(field.value).ok().map(str::trim)
        };
        let says = |name: &str, word: &str| {
            let list = text(name).unwrap_or_default().split(',');
            list.map(str::trim)
                .any(|item| item.eq_ignore_ascii_case(word))
        };
        let expects_continue = says("Expect", "100-continue");
        let rest = input.get(head_len..).unwrap_or_default();
        let (body, body_len) = if says("Transfer-Encoding", "chunked") {
            match unchunk(rest)? {
                Some(body) => body,
                None => return Ok(Front::Part { expects_continue }),
            }
        } else {
            let len: usize = match text("Content-Length") {
                Some(number) => number.parse().map_err(|_| BadRequest("malformed length"))?,
                None => 0,
            };
            if len > limits::SIM_HTTP_BODY_BYTES {
                return Err(BadRequest("body too large"));
            }
            match rest.get(..len) {
                Some(body) => (body.to_vec(), len),
                None => return Ok(Front::Part { expects_continue }),
            }
        };
        let closes = says("Connection", "close")
            || (head.version == Some(0) && !says("Connection", "keep-alive"));
        let request = Self {
            method: head.method.unwrap_or_default().to_ascii_uppercase(),
            target: head.path.unwrap_or_default().to_owned(),
            authorization: text("Authorization").map(str::to_owned),
            closes,
            body,
        };
        Ok(Front::Whole(request, head_len + body_len))
    }

    /// The path without query.
    pub(crate) fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }
}

fn whole<T>(status: httparse::Status<T>) -> Option<T> {
    match status {
        httparse::Status::Complete(value) => Some(value),
        httparse::Status::Partial => None,
    }
}

fn part_of(input: &[u8], limit: usize) -> Result<Front, BadRequest> {
    if input.len() > limit {
        return Err(BadRequest("head too large"));
    }
    let expects_continue = false;
    Ok(Front::Part { expects_continue })
}

/// Decodes a chunked body; `None` while it is not whole. Trailers are skipped.
fn unchunk(mut input: &[u8]) -> Result<Option<(Vec<u8>, usize)>, BadRequest> {
    let total = input.len();
    let mut body = Vec::new();
    loop {
        if total - input.len() > 2 * limits::SIM_HTTP_BODY_BYTES {
            return Err(BadRequest("body too large"));
        }
        let parsed =
            httparse::parse_chunk_size(input).map_err(|_| BadRequest("malformed chunk"))?;
        let Some((line_len, size)) = whole(parsed) else {
            return Ok(None);
        };
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > limits::SIM_HTTP_BODY_BYTES - body.len() {
            return Err(BadRequest("body too large"));
        }
        input = input.get(line_len..).unwrap_or_default();
        if size == 0 {
            let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
            let parsed = httparse::parse_headers(input, &mut fields)
                .map_err(|_| BadRequest("malformed trailer"))?;
            return Ok(whole(parsed).map(|(len, _)| (body, total - input.len() + len)));
        }
        let Some(data) = input.get(..size) else {
            return Ok(None);
        };
        body.extend_from_slice(data);
        match input.get(size..size + 2) {
            Some(b"\r\n") => input = input.get(size + 2..).unwrap_or_default(),
            Some(_) => return Err(BadRequest("malformed chunk")),
            None => return Ok(None),
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpResponse {
    /// Code and phrase.
    pub status: Status,
    /// Value of `WWW-Authenticate`.
    pub challenge: Option<String>,
    /// The body.
    pub body: Body,
    /// The connection ends here.
    pub closes: bool,
}

/// Codes that firmware answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// 200.
    Ok,
    /// 400: a fault, or something that is no request.
    BadRequest,
    /// 401.
    Unauthorized,
    /// 404.
    NotFound,
}

impl Status {
    /// As it stands in the first line.
    const fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::BadRequest => "400 Bad Request",
            Self::Unauthorized => "401 Unauthorized",
            Self::NotFound => "404 Not Found",
        }
    }
}

/// Body of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    /// An envelope: sent in chunks.
    Soap(String),
    /// A page: sent with its length.
    Html(String),
    /// Web storage: sent with its length.
    Json(String),
}

impl HttpResponse {
    /// A page, after which firmware always closes.
    pub(crate) fn page(status: Status, title: &str, text: &str) -> Self {
        let html =
            format!("<html><head><title>{title}</title></head><body><p>{text}</p></body></html>");
        Self {
            status,
            challenge: None,
            body: Body::Html(html),
            closes: true,
        }
    }

    /// Appends the answer of a firmware `version` at `utc_secs`.
    pub(crate) fn encode(&self, version: &str, utc_secs: u32, out: &mut Vec<u8>) {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status.line());
        let mut field = |name: &str, value: &str| {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        };
        if let Some(challenge) = &self.challenge {
            field("WWW-Authenticate", challenge);
        }
        field("Date", &http_date(utc_secs));
        field(
            "Server",
            &format!("Intel(R) Active Management Technology {version}"),
        );
        field("X-Frame-Options", "DENY");
        let (kind, length) = match &self.body {
            Body::Soap(_) => ("application/soap+xml; charset=UTF-8", None),
            Body::Html(text) => ("text/html", Some(text.len())),
            Body::Json(text) => ("application/json", Some(text.len())),
        };
        field("Content-Type", kind);
        match length {
            Some(length) => field("Content-Length", &length.to_string()),
            None => field("Transfer-Encoding", "chunked"),
        }
        if self.closes {
            field("Connection", "close");
        }
        head.push_str("\r\n");
        out.extend_from_slice(head.as_bytes());
        match &self.body {
            Body::Soap(text) => push_chunks(text.as_bytes(), out),
            Body::Html(text) | Body::Json(text) => out.extend_from_slice(text.as_bytes()),
        }
    }
}

/// Cuts a body wherever it happens to be, in pieces of the sizes that were seen.
fn push_chunks(mut body: &[u8], out: &mut Vec<u8>) {
    for size in CHUNK_BYTES.into_iter().cycle() {
        let (chunk, rest) = body.split_at(size.min(body.len()));
        if chunk.is_empty() {
            break;
        }
        out.extend_from_slice(format!("{:04X}\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
        body = rest;
    }
    out.extend_from_slice(b"0\r\n\r\n");
}

/// `Mon, 31 Jan 2022 10:23:04 GMT`.
fn http_date(utc_secs: u32) -> String {
    let time = OffsetDateTime::from_unix_timestamp(utc_secs.into());
    let text = time.ok().and_then(|time| time.format(IMF_FIXDATE).ok());
    text.unwrap_or_default()
}

/// RFC 9110 §5.6.7.
const IMF_FIXDATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// Sizes of chunks in a capture (observed).
const CHUNK_BYTES: [usize; 3] = [544, 762, 1228];

/// Fields of a head. Clients send about ten.
const MAX_FIELDS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &[u8] = b"POST /wsman?x HTTP/1.1\r\nHost: 127.0.0.1:16992\r\n\
        authorization:  Digest a=b \r\nContent-Length: 4\r\n\r\n<a/>";

    fn front(input: &[u8]) -> Front {
        HttpRequest::parse(input).unwrap()
    }

    #[test]
    fn a_request_cut_at_any_byte_waits_and_whole_it_is_read() {
        for cut in 0..POST.len() {
            let expects_continue = false;
            let part = Front::Part { expects_continue };
            assert_eq!(front(&POST[..cut]), part, "cut after {cut} bytes");
        }
        let mut two = POST.to_vec();
        two.extend_from_slice(b"GET");
        let Front::Whole(request, len) = front(&two) else {
            panic!("not whole");
        };
        assert_eq!(len, POST.len());
        assert_eq!(
            (request.method.as_str(), request.path()),
            ("POST", "/wsman")
        );
        assert_eq!(request.authorization.as_deref(), Some("Digest a=b"));
        assert_eq!(request.body, b"<a/>");
        assert!(!request.closes);
    }

    #[test]
    fn chunked_requests_are_put_together_wherever_they_are_cut() {
        let whole = b"POST /wsman HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\
            \r\n3;x=y\r\n<a/\r\n001\r\n>\r\n0\r\nTrailer: 1\r\n\r\n";
        for cut in 0..whole.len() {
            let part = front(&whole[..cut]);
            assert!(matches!(part, Front::Part { .. }), "cut after {cut} bytes");
        }
        let Front::Whole(request, len) = front(whole) else {
            panic!("not whole");
        };
        assert_eq!((request.body.as_slice(), len), (&b"<a/>"[..], whole.len()));
        assert!(request.closes);
    }

    #[test]
    fn who_waits_for_leave_is_noticed_and_old_clients_close() {
        let waiting = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
        let expects_continue = true;
        assert_eq!(front(waiting), Front::Part { expects_continue });
        let Front::Whole(request, _) = front(b"GET / HTTP/1.0\r\n\r\n") else {
            panic!("not whole");
        };
        assert!(request.closes);
    }

    #[test]
    fn what_is_no_request_or_too_large_is_refused() {
        let too_long = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(20_000));
        let chunk = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n";
        let bad: [&[u8]; 6] = [
            b"\x10\0\0\0SOL ",
            b"POST / HTTP/1.1\r\nContent-Length: 70000\r\n\r\n",
            b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
            chunk,
            too_long.as_bytes(),
        ];
        for input in bad {
            assert!(HttpRequest::parse(input).is_err());
        }
    }

    /// The head of the capture in `docs/protocol/wsman.md` § 1.2, and its chunk sizes.
    #[test]
    fn an_envelope_leaves_like_the_captured_one() {
        let response = HttpResponse {
            status: Status::Ok,
            challenge: None,
            body: Body::Soap("x".repeat(544 + 762 + 60)),
            closes: false,
        };
        let mut out = Vec::new();
        response.encode("15.0.23.1706", 1_643_624_584, &mut out);
        let text = String::from_utf8(out).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(
            head,
            "HTTP/1.1 200 OK\r\n\
             Date: Mon, 31 Jan 2022 10:23:04 GMT\r\n\
             Server: Intel(R) Active Management Technology 15.0.23.1706\r\n\
             X-Frame-Options: DENY\r\n\
             Content-Type: application/soap+xml; charset=UTF-8\r\n\
             Transfer-Encoding: chunked"
        );
        let sizes: Vec<_> = body.split("\r\n").step_by(2).collect();
        assert_eq!(sizes, ["0220", "02FA", "003C", "0", ""]);
    }

    #[test]
    fn a_page_has_its_length_and_closes() {
        let mut out = Vec::new();
        HttpResponse::page(Status::NotFound, "t", "x").encode("6.2.61.3535", 0, &mut out);
        let text = String::from_utf8(out).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 404 Not Found\r\nDate: Thu, 01 Jan 1970"));
        assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", body.len())));
        assert!(head.ends_with("\r\nConnection: close"));
    }
}
