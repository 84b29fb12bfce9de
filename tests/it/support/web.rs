//! A console on the simulated firmware's web server, without sockets and on a clock of its own:
//! requests and digest sums put together here by hand.

use std::time::{Duration, Instant};

use md5::{Digest as _, Md5};
use outband::proto::Machine as _;
use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::fault::SoapFault;
use outband::proto::wsman::instance::Instance;
use outband::proto::wsman::namespace::{class_name, resource_uri};
use outband::proto::wsman::xml::Element;
use outband::sim::device::{Device, SharedDevice};
use outband::sim::wsman::Connection;
use outband::sim::{DeviceOptions, Event, Profile};

pub(crate) const GET: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
pub(crate) const PUT: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put";
pub(crate) const DELETE: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete";
pub(crate) const CREATE: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create";
pub(crate) const ENUMERATE: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate";
pub(crate) const PULL: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull";

/// A request of `docs/protocol/wsman.md` § 7; `extra` are further header elements.
pub(crate) fn envelope(action: &str, uri: &str, extra: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" \
         xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" \
         xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header>\
         <a:Action>{action}</a:Action><a:To>/wsman</a:To><w:ResourceURI>{uri}</w:ResourceURI>\
         <a:MessageID>3</a:MessageID><a:ReplyTo><a:Address>\
         http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
         <w:OperationTimeout>PT60S</w:OperationTimeout>{extra}</s:Header>\
         <s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// A selector set with one plain key.
pub(crate) fn selector(name: &str, value: &str) -> String {
    format!("<w:SelectorSet><w:Selector Name=\"{name}\">{value}</w:Selector></w:SelectorSet>")
}

/// A reference to an object, as a method's parameter.
pub(crate) fn reference(parameter: &str, class: &str, key: &str, value: &str) -> String {
    let uri = resource_uri(class);
    format!(
        "<r:{parameter}><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous\
         </a:Address><a:ReferenceParameters><w:ResourceURI>{uri}</w:ResourceURI><w:SelectorSet>\
         <w:Selector Name=\"{key}\">{value}</w:Selector></w:SelectorSet></a:ReferenceParameters>\
         </r:{parameter}>"
    )
}

/// An HTTP answer taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    /// Put together from its chunks.
    pub(crate) body: String,
    /// The device closed the connection behind it.
    pub(crate) closed: bool,
}

impl Reply {
    fn parse(bytes: &[u8], closed: bool) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = if head.contains("Transfer-Encoding: chunked") {
            unchunk(body)
        } else {
            body.to_owned()
        };
        Self {
            status,
            head: head.to_owned(),
            body,
            closed,
        }
    }

    /// Value of a header line, spelled exactly like that.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.split("\r\n").skip(1);
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn unchunk(mut text: &str) -> String {
    let mut body = String::new();
    loop {
        let (size, rest) = text.split_once("\r\n").unwrap();
        let len = usize::from_str_radix(size, 16).unwrap();
        if len == 0 {
            assert_eq!((size, rest), ("0", "\r\n"));
            return body;
        }
        assert!(size.len() == 4 && !size.contains(|c: char| c.is_ascii_lowercase()));
        body.push_str(&rest[..len]);
        text = rest[len..].strip_prefix("\r\n").unwrap();
    }
}

fn md5(text: &[u8]) -> String {
    Md5::digest(text)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// The `Authorization` of RFC 2617. With `quoted` also `nc` and `qop` are, as some tools do.
pub(crate) fn authorization(
    who: (&str, &str),
    challenge: &str,
    (method, uri): (&str, &str),
    nc: u32,
    body: Option<&str>,
    quoted: bool,
) -> String {
    let field = |name: &str| {
        let rest = challenge.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0
    };
    let (realm, nonce) = (field("realm"), field("nonce"));
    let (user, password) = who;
    let nc = format!("{nc:08x}");
    let ha1 = md5(format!("{user}:{realm}:{password}").as_bytes());
    let (qop, ha2) = match body {
        None => ("auth", md5(format!("{method}:{uri}").as_bytes())),
        Some(body) => {
            let sum = md5(body.as_bytes());
            ("auth-int", md5(format!("{method}:{uri}:{sum}").as_bytes()))
        }
    };
    let response = md5(format!("{ha1}:{nonce}:{nc}:0a4f113b:{qop}:{ha2}").as_bytes());
    let q = if quoted { "\"" } else { "" };
    format!(
        "Digest username=\"{user}\",realm=\"{realm}\",nonce=\"{nonce}\",uri=\"{uri}\",\
         cnonce=\"0a4f113b\",nc={q}{nc}{q},qop={q}{qop}{q},response=\"{response}\""
    )
}

/// A console that has a connection of its own for each request.
pub(crate) struct Console {
    pub(crate) device: SharedDevice,
    pub(crate) now: Instant,
    pub(crate) user: String,
    pub(crate) password: String,
    challenge: Option<String>,
    nc: u32,
}

impl Console {
    pub(crate) fn of(profile: Profile) -> Self {
        Self::new(DeviceOptions {
            profile,
            ..DeviceOptions::default()
        })
    }

    pub(crate) fn new(options: DeviceOptions) -> Self {
        let now = Instant::now();
        Self {
            device: SharedDevice::new(Device::new(now, options)),
            now,
            user: "admin".into(),
            password: "P@ssw0rd".into(),
            challenge: None,
            nc: 0,
        }
    }

    /// Another console at the same device and the same time.
    pub(crate) fn beside(&self, user: &str, password: &str) -> Self {
        Self {
            device: self.device.clone(),
            now: self.now,
            user: user.into(),
            password: password.into(),
            challenge: None,
            nc: 0,
        }
    }

    /// Sends raw bytes on a fresh connection; what comes back, and whether it was closed.
    pub(crate) fn raw(&mut self, request: &[u8]) -> (Vec<u8>, bool) {
        let address = "192.0.2.77".parse().unwrap();
        let mut connection = Connection::new(&self.device, self.now, Some(address));
        let mut rest = request;
        while !rest.is_empty() && !connection.is_finished() {
            match connection.handle_input(self.now, rest) {
                Ok(0) | Err(_) => break,
                Ok(len) => rest = &rest[len..],
            }
        }
        let mut out = Vec::new();
        connection.drain_output(&mut out);
        (out, connection.is_finished())
    }

    /// One HTTP request without login.
    pub(crate) fn anonymous(&mut self, method: &str, path: &str, body: &str) -> Reply {
        self.send(method, path, "", body)
    }

    /// One HTTP request with this header line.
    pub(crate) fn send(&mut self, method: &str, path: &str, line: &str, body: &str) -> Reply {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:16992\r\n{line}\
             Content-Length: {length}\r\n\r\n{body}"
        );
        let (answer, closed) = self.raw(request.as_bytes());
        Reply::parse(&answer, closed)
    }

    /// One HTTP request with login; a challenge is asked for first if there is none.
    pub(crate) fn request(&mut self, method: &str, path: &str, body: &str) -> Reply {
        for _ in 0..2 {
            let challenge = match &self.challenge {
                Some(challenge) => challenge.clone(),
                None => {
                    let reply = self.anonymous(method, path, body);
                    assert_eq!(reply.status, 401, "{}", reply.head);
                    self.nc = 0;
                    let challenge = reply.field("WWW-Authenticate").unwrap().to_owned();
                    self.challenge.insert(challenge).clone()
                }
            };
            self.nc += 1;
            let who = (self.user.clone(), self.password.clone());
            let who = (who.0.as_str(), who.1.as_str());
            let login = authorization(who, &challenge, (method, path), self.nc, None, false);
            let line = format!("Authorization: {login}\r\n");
            let reply = self.send(method, path, &line, body);
            let stale = reply.field("WWW-Authenticate");
            if !stale.is_some_and(|challenge| challenge.contains("stale=\"true\"")) {
                return reply;
            }
            self.challenge = None;
        }
        panic!("stale twice");
    }

    /// One envelope: the element in the answer's body, or the fault.
    pub(crate) fn ask(&mut self, envelope: &str) -> Result<Option<Element>, SoapFault> {
        let reply = self.request("POST", "/wsman", envelope);
        let answer = Envelope::decode(reply.body.as_bytes())
            .unwrap_or_else(|e| panic!("{e}: {} {}", reply.head, reply.body));
        let fault = answer.body.as_ref().and_then(SoapFault::from_element);
        match fault {
            Some(fault) => {
                assert_eq!((reply.status, reply.closed), (400, true));
                assert_eq!(answer.header.resource_uri, None);
                Err(fault)
            }
            None => {
                assert_eq!((reply.status, reply.closed), (200, false));
                Ok(answer.body)
            }
        }
    }

    pub(crate) fn try_get(&mut self, class: &str) -> Result<Instance, SoapFault> {
        let body = self.ask(&envelope(GET, &resource_uri(class), "", ""))?;
        Ok(Instance::from_element(body.unwrap()))
    }

    pub(crate) fn get(&mut self, class: &str) -> Instance {
        let got = self.try_get(class);
        got.unwrap_or_else(|fault| panic!("{class}: {fault}"))
    }

    /// A Put of these properties (`<r:Name>value</r:Name>…`).
    pub(crate) fn put(&mut self, class: &str, properties: &str) -> Result<Instance, SoapFault> {
        let uri = resource_uri(class);
        let body = format!("<r:{class} xmlns:r=\"{uri}\">{properties}</r:{class}>");
        let body = self.ask(&envelope(PUT, &uri, "", &body))?;
        Ok(Instance::from_element(body.unwrap()))
    }

    /// A method with these parameters (`<r:Name>value</r:Name>…`).
    pub(crate) fn invoke(
        &mut self,
        class: &str,
        method: &str,
        parameters: &str,
    ) -> Result<Instance, SoapFault> {
        let uri = resource_uri(class);
        let body = format!("<r:{method}_INPUT xmlns:r=\"{uri}\">{parameters}</r:{method}_INPUT>");
        let action = format!("{uri}/{method}");
        let body = self.ask(&envelope(&action, &uri, "", &body))?;
        let output = Instance::from_element(body.unwrap());
        assert_eq!(output.class(), format!("{method}_OUTPUT"));
        Ok(output)
    }

    /// The `ReturnValue` of a method.
    pub(crate) fn call(&mut self, class: &str, method: &str, parameters: &str) -> u32 {
        let output = self.invoke(class, method, parameters);
        let output = output.unwrap_or_else(|fault| panic!("{class}.{method}: {fault}"));
        output.required("ReturnValue").unwrap()
    }

    /// Enumerates and pulls to the end: the objects, and how many pulls it took.
    pub(crate) fn list(&mut self, class: &str) -> Result<(Vec<Instance>, usize), SoapFault> {
        let uri = resource_uri(class);
        let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
        let begin = format!("<n:Enumerate xmlns:n=\"{enumeration}\"/>");
        let begun = self.ask(&envelope(ENUMERATE, &uri, "", &begin))?.unwrap();
        let mut context = begun
            .child_text(enumeration, "EnumerationContext")
            .map(str::to_owned);
        let (mut items, mut pulls) = (Vec::new(), 0);
        while let Some(id) = context {
            let pull = format!(
                "<n:Pull xmlns:n=\"{enumeration}\"><n:EnumerationContext>{id}\
                 </n:EnumerationContext><n:MaxElements>999</n:MaxElements>\
                 <n:MaxCharacters>99999</n:MaxCharacters></n:Pull>"
            );
            let page = self.ask(&envelope(PULL, &uri, "", &pull))?.unwrap();
            pulls += 1;
            let held = page.child(enumeration, "Items").unwrap();
            items.extend(held.children.iter().cloned().map(Instance::from_element));
            context = page
                .child_text(enumeration, "EnumerationContext")
                .map(str::to_owned);
            let ended = page.child(enumeration, "EndOfSequence").is_some();
            assert_eq!(ended, context.is_none());
        }
        Ok((items, pulls))
    }

    /// All objects of a class.
    pub(crate) fn all(&mut self, class: &str) -> Vec<Instance> {
        let listed = self.list(class);
        listed.unwrap_or_else(|fault| panic!("{class}: {fault}")).0
    }

    /// Lets time pass, with everything that is due on the way.
    pub(crate) fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            let next = self.device.lock().poll_timeout();
            match next.filter(|next| *next <= end) {
                Some(next) => {
                    self.now = self.now.max(next);
                    self.device.lock().handle_timeout(self.now);
                }
                None => break,
            }
        }
        self.now = end;
    }

    pub(crate) fn wait_secs(&mut self, secs: u64) {
        self.wait(Duration::from_secs(secs));
    }

    /// Everything reported since the last look, but logins.
    pub(crate) fn events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.device.lock().poll_event())
            .filter(|event| !matches!(event, Event::Login { .. }))
            .collect()
    }

    /// The subcode with which something is refused.
    #[track_caller]
    pub(crate) fn subcode<T: std::fmt::Debug>(result: Result<T, SoapFault>) -> String {
        result.unwrap_err().subcode.name().to_owned()
    }

    /// A power action by its number.
    pub(crate) fn power(&mut self, state: u16) -> u32 {
        let system = reference(
            "ManagedElement",
            "CIM_ComputerSystem",
            "Name",
            "ManagedSystem",
        );
        let parameters = format!("<r:PowerState>{state}</r:PowerState>{system}");
        self.call(
            "CIM_PowerManagementService",
            "RequestPowerStateChange",
            &parameters,
        )
    }

    /// `PowerState`, and what may be asked now.
    pub(crate) fn power_state(&mut self) -> (u16, Vec<u16>) {
        let power = self.get("CIM_AssociatedPowerManagementService");
        let available = power.array("AvailableRequestedPowerStates").unwrap();
        (power.required("PowerState").unwrap(), available)
    }

    /// Text of a property.
    pub(crate) fn text(&mut self, class: &str, property: &str) -> String {
        let object = self.get(class);
        let text = object.text(property);
        text.unwrap_or_else(|| panic!("{class} has no {property}"))
            .to_owned()
    }
}

/// The class that a URI names.
pub(crate) fn class_of(instance: &Instance) -> &str {
    class_name(instance.resource_uri())
}
