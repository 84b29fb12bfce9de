//! Answers WS-Man envelopes: finds class and object, checks realms, deals out enumerations.
//!
//! Source: `docs/protocol/wsman.md` § 1.6–1.9, § 1.11a.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::class::{self, Apply, Call, Class, View};
use super::object::Object;
use super::put::{self, Stored};
use super::refusal;
use crate::proto::wsman::envelope::{Envelope, Header};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::proto::wsman::namespace as ns;
use crate::proto::wsman::xml::Element;
use crate::sim::firmware::Firmware;
use crate::sim::firmware::audit_log::Origin;
use crate::sim::firmware::users::Realms;

/// What the responder does differently on request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Oddities {
    /// Pulls return one object each, and the end comes alone.
    pub one_item_pages: bool,
    /// A Put must have its properties in the order of a Get.
    pub strict_put_order: bool,
}

/// An answer, ready for HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// A fault: HTTP status 400 instead of 200.
    pub is_fault: bool,
    /// The envelope on one line.
    pub document: String,
    /// The request was a power action, whether accepted or not.
    pub is_power_action: bool,
}

/// The WS-Man side of one firmware.
#[derive(Debug)]
pub struct Responder {
    oddities: Oddities,
    stored: Stored,
    /// Messages sent so far, to all consoles.
    messages: u64,
    /// Enumerations begun so far.
    enumerations: u32,
    /// At most [`CONTEXTS`], oldest first.
    contexts: VecDeque<Context>,
}

/// An enumeration that has not come to its end.
#[derive(Debug)]
struct Context {
    id: String,
    expires_at: Instant,
    /// What has not been pulled yet.
    items: VecDeque<Element>,
}

/// Who asks, after login.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// Name and address.
    pub origin: &'a Origin,
    /// What the account may touch.
    pub realms: Realms,
}

impl Responder {
    /// A responder whose counters begin where `random` says: a device has been up for a while.
    #[must_use]
    pub fn new(oddities: Oddities, random: [u8; 2]) -> Self {
        let [messages, enumerations] = random;
        Self {
            oddities,
            stored: Stored::default(),
            messages: messages.into(),
            enumerations: enumerations.into(),
            contexts: VecDeque::new(),
        }
    }

    /// Answers one envelope of a console that has logged in; `None` if it is no envelope, which
    /// HTTP answers by itself.
    pub fn respond(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        caller: Caller<'_>,
        request: &[u8],
    ) -> Option<Answer> {
        let request = Envelope::decode(request).ok()?;
        let is_power_action = request.body.as_ref().is_some_and(|body| {
            matches!(
                body.name.as_str(),
                "RequestPowerStateChange_INPUT" | "RequestOSPowerSavingStateChange_INPUT"
            )
        });
        let outcome = self.serve(now, firmware, caller, &request);
        self.messages += 1;
        let message_id = format!("uuid:00000000-8086-8086-8086-{:012X}", self.messages);
        let is_fault = outcome.is_err();
        let answer = match outcome {
            Ok(Some(reply)) => Envelope {
                header: Header {
                    to: Some(ns::ANONYMOUS.to_owned()),
                    relates_to: request.header.message_id,
                    action: Some(reply.action),
                    message_id: Some(message_id),
                    resource_uri: request.header.resource_uri,
                    ..Header::default()
                },
                body: reply.body,
            },
            // Identify has no addressing in either direction.
            Ok(None) => Envelope {
                header: Header::default(),
                body: Some(identity(firmware)),
            },
            Err(fault) => {
                let (body, action) = fault.to_element();
                Envelope {
                    header: Header {
                        to: Some(ns::ANONYMOUS.to_owned()),
                        relates_to: request.header.message_id,
                        action: Some(action.to_owned()),
                        message_id: Some(message_id),
                        ..Header::default()
                    },
                    body: Some(body),
                }
            }
        };
        Some(Answer {
            is_fault,
            document: answer.encode_answer(),
            is_power_action,
        })
    }

    /// `Ok(None)` stands for Identify.
    fn serve(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        caller: Caller<'_>,
        request: &Envelope,
    ) -> Result<Option<Reply>, SoapFault> {
        let body = request.body.as_ref();
        if body.is_some_and(|b| b.is(ns::IDENTITY, "Identify")) {
            return Ok(None);
        }
        let header = &request.header;
        if header.must_understand.is_some() {
            return Err(refusal::not_understood());
        }
        if header
            .max_envelope_size
            .is_some_and(|size| size < MIN_ENVELOPE_BYTES)
        {
            return Err(refusal::too_large());
        }
        let action = header.action.as_deref().unwrap_or_default();
        let uri = header.resource_uri.as_deref().unwrap_or_default();
        if let Some(operation) = action.strip_prefix(ns::TRANSFER) {
            let target = Target::find(firmware, caller, &self.stored, header)?;
            let body = match operation {
                "/Get" => Some(target.object(firmware, &self.stored)?.into_element()),
                "/Put" => Some(self.put(now, firmware, caller, &target, body)?),
                "/Delete" => {
                    self.delete(now, firmware, caller, &target)?;
                    None
                }
                // Nothing that we serve is made this way.
                _ => return Err(refusal::not_supported()),
            };
            return Ok(Some(Reply::to(action, body)));
        }
        if let Some(operation) = action.strip_prefix(ns::ENUMERATION) {
            let body = match operation {
                "/Enumerate" => self.enumerate(now, firmware, caller, uri)?,
                "/Pull" => self.pull(now, body)?,
                "/Release" => self.release(body)?,
                _ => return Err(refusal::not_supported()),
            };
            return Ok(Some(Reply::to(action, body)));
        }
        let method = action
            .strip_prefix(uri)
            .and_then(|rest| rest.strip_prefix('/'))
            .ok_or_else(refusal::not_supported)?;
        let target = Target::find(firmware, caller, &self.stored, header)?;
        let output = self.invoke(now, firmware, caller, &target, method, body)?;
        Ok(Some(Reply::to(action, Some(output))))
    }

    fn put(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        caller: Caller<'_>,
        target: &Target,
        body: Option<&Element>,
    ) -> Result<Element, SoapFault> {
        let Some(put) = &target.class.put else {
            return Err(refusal::not_supported());
        };
        if !caller.realms.allow(put.write) {
            return Err(refusal::denied());
        }
        let body = body.ok_or_else(refusal::missing)?;
        if *body.namespace != *ns::resource_uri(target.class.name) {
            return Err(refusal::invalid());
        }
        let new = Instance::from_element(body.clone());
        let object = target.object(firmware, &self.stored)?;
        let features = firmware.features();
        let strict = self.oddities.strict_put_order;
        put::check(&object, put.fields, &new, features, strict)?;
        match put.apply {
            Apply::Store => self.stored.keep(&object, put.fields, &new),
            Apply::Run(run) => {
                let mut call = Call {
                    now,
                    firmware,
                    origin: caller.origin,
                    realms: caller.realms,
                };
                run(&mut call, &object, &new)?;
            }
        }
        // The object as it is stored now.
        Ok(target.object(firmware, &self.stored)?.into_element())
    }

    fn delete(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        caller: Caller<'_>,
        target: &Target,
    ) -> Result<(), SoapFault> {
        let delete = target.class.delete.ok_or_else(refusal::not_supported)?;
        let object = target.object(firmware, &self.stored)?;
        let mut call = Call {
            now,
            firmware,
            origin: caller.origin,
            realms: caller.realms,
        };
        delete(&mut call, &object)
    }

    fn invoke(
        &mut self,
        now: Instant,
        firmware: &mut Firmware,
        caller: Caller<'_>,
        target: &Target,
        name: &str,
        body: Option<&Element>,
    ) -> Result<Element, SoapFault> {
        let mut methods = target.class.methods.iter();
        let method = methods
            .find(|method| method.name == name)
            .ok_or_else(refusal::not_supported)?;
        if !caller.realms.allow(method.realms) {
            return Err(refusal::denied());
        }
        let input = body.ok_or_else(refusal::missing)?;
        if input.name.strip_suffix("_INPUT") != Some(name) {
            return Err(refusal::invalid());
        }
        let object = target.object(firmware, &self.stored)?;
        let input = Instance::from_element(input.clone());
        let mut call = Call {
            now,
            firmware,
            origin: caller.origin,
            realms: caller.realms,
        };
        let output = (method.run)(&mut call, &object, &input)?;
        Ok(output.into_declared_order())
    }

    /// Begins an enumeration; its objects are those of this moment.
    fn enumerate(
        &mut self,
        now: Instant,
        firmware: &Firmware,
        caller: Caller<'_>,
        uri: &str,
    ) -> Result<Option<Element>, SoapFault> {
        let name = ns::class_name(uri);
        let view = View {
            firmware,
            stored: &self.stored,
        };
        let mut is_known = false;
        let mut items = VecDeque::new();
        for class in class::all().filter(|class| (class.is_known)(firmware)) {
            let is_it = class.name == name && uri == ns::resource_uri(name);
            if is_it || class.parents.contains(&name) {
                if !caller.realms.allow(class.read) {
                    return Err(refusal::denied());
                }
                is_known = true;
                items.extend((class.objects)(&view).into_iter().map(Object::into_element));
            }
        }
        if !is_known {
            return Err(refusal::unreachable());
        }
        self.enumerations = self.enumerations.wrapping_add(1);
        let [a, b, c, d] = self.enumerations.to_le_bytes();
        let id = format!("{a:02X}{b:02X}{c:02X}{d:02X}-0000-0000-0000-000000000000");
        self.forget(now);
        if self.contexts.len() >= CONTEXTS {
            self.contexts.pop_front();
        }
        let context = Element::with_text(ns::ENUMERATION, "EnumerationContext", &id);
        self.contexts.push_back(Context {
            id,
            expires_at: now + CONTEXT_LIFE,
            items,
        });
        let response = Element::with_children(ns::ENUMERATION, "EnumerateResponse", vec![context]);
        Ok(Some(response))
    }

    fn pull(&mut self, now: Instant, body: Option<&Element>) -> Result<Option<Element>, SoapFault> {
        let body = body
            .filter(|b| b.is(ns::ENUMERATION, "Pull"))
            .ok_or_else(refusal::invalid)?;
        self.forget(now);
        let at = self.context_of(body)?;
        let number = |name: &str| {
            let text = body.child_text(ns::ENUMERATION, name)?;
            text.trim().parse::<usize>().ok()
        };
        let most = number("MaxElements").unwrap_or(usize::MAX).max(1);
        let most_bytes = number("MaxCharacters")
            .unwrap_or(usize::MAX)
            .min(PAGE_BYTES);
        let one = self.oddities.one_item_pages;
        let context = self.contexts.get_mut(at).ok_or_else(refusal::context)?;
        context.expires_at = now + CONTEXT_LIFE;

        let mut page = Vec::new();
        let mut bytes = 0;
        while let Some(item) = context.items.front() {
            bytes += item.to_document(&[]).len();
            let is_full = page.len() >= most || (one && page.len() == 1);
            // One object is returned however large it is.
            if is_full || (bytes > most_bytes && !page.is_empty()) {
                break;
            }
            page.extend(context.items.pop_front());
        }
        let is_last = context.items.is_empty() && (!one || page.is_empty());
        let mut response = Vec::with_capacity(2);
        if !is_last {
            let id = Element::with_text(ns::ENUMERATION, "EnumerationContext", &context.id);
            response.push(id);
        }
        response.push(Element::with_children(ns::ENUMERATION, "Items", page));
        if is_last {
            response.push(Element::new(ns::ENUMERATION, "EndOfSequence"));
            self.contexts.remove(at);
        }
        let response = Element::with_children(ns::ENUMERATION, "PullResponse", response);
        Ok(Some(response))
    }

    fn release(&mut self, body: Option<&Element>) -> Result<Option<Element>, SoapFault> {
        let body = body.ok_or_else(refusal::invalid)?;
        let at = self.context_of(body)?;
        self.contexts.remove(at);
        Ok(None)
    }

    /// Where the context that a message names is.
    fn context_of(&self, message: &Element) -> Result<usize, SoapFault> {
        let id = message.child_text(ns::ENUMERATION, "EnumerationContext");
        let id = id.map(str::trim).ok_or_else(refusal::invalid)?;
        let at = self.contexts.iter().position(|context| context.id == id);
        at.ok_or_else(refusal::context)
    }

    fn forget(&mut self, now: Instant) {
        self.contexts.retain(|context| now < context.expires_at);
    }
}

/// Action and body of an answer.
struct Reply {
    action: String,
    body: Option<Element>,
}

impl Reply {
    fn to(action: &str, body: Option<Element>) -> Self {
        Self {
            action: format!("{action}Response"),
            body,
        }
    }
}

/// The class of a request and the place of its object among the class's own.
struct Target {
    class: &'static Class,
    index: usize,
}

impl Target {
    /// Finds what a header names: without selectors the only object there is.
    fn find(
        firmware: &Firmware,
        caller: Caller<'_>,
        stored: &Stored,
        header: &Header,
    ) -> Result<Self, SoapFault> {
        let uri = header.resource_uri.as_deref().unwrap_or_default();
        let name = ns::class_name(uri);
        let class = class::all()
            .find(|class| class.name == name && (class.is_known)(firmware))
            .filter(|_| uri == ns::resource_uri(name))
            .ok_or_else(refusal::unreachable)?;
        if !caller.realms.allow(class.read) {
            return Err(refusal::denied());
        }
        let view = View { firmware, stored };
        let objects = (class.objects)(&view);
        let has_keys = |object: &Object| header.selectors.iter().all(|s| object.has(&s.name));
        if objects.first().is_some_and(|first| !has_keys(first)) {
            return Err(refusal::selectors());
        }
        let fits = |(_, object): &(usize, &Object)| object.is_selected_by(&header.selectors);
        let mut fitting = objects.iter().enumerate().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some((index, _)), None) => Ok(Self { class, index }),
            (Some(_), Some(_)) => Err(refusal::selectors()),
            (None, _) => Err(refusal::unreachable()),
        }
    }

    /// The object as it is now.
    fn object(&self, firmware: &Firmware, stored: &Stored) -> Result<Object, SoapFault> {
        let view = View { firmware, stored };
        let mut objects = (self.class.objects)(&view).into_iter();
        objects.nth(self.index).ok_or_else(refusal::unreachable)
    }
}

/// Answer to Identify; its two texts are ours (inferred).
fn identity(firmware: &Firmware) -> Element {
    let version = format!("AMT {}", firmware.features().version());
    let text = |name: &str, text: &str| Element::with_text(ns::IDENTITY, name, text);
    Element::with_children(
        ns::IDENTITY,
        "IdentifyResponse",
        vec![
            text("ProtocolVersion", ns::WSMAN),
            text("ProductVendor", "Intel(r)"),
            text("ProductVersion", &version),
        ],
    )
}

/// The smallest `MaxEnvelopeSize` that a device accepts (observed).
const MIN_ENVELOPE_BYTES: u32 = 50_000;
/// Enumerations open at a time; "few and short-lived", the numbers are ours (inferred).
const CONTEXTS: usize = 8;
/// How long an enumeration waits for its next pull (inferred).
const CONTEXT_LIFE: Duration = Duration::from_secs(60);
/// Bytes of objects in one page: "as many as fit" (inferred).
const PAGE_BYTES: usize = 14 * 1024;
