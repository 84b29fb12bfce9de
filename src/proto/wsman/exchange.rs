//! One call from its first message to its result, without any I/O: what to send, what the
//! answers mean, and for an enumeration pulling until the end.
//!
//! Source: `docs/protocol/wsman.md` § 1.7–1.9.

use super::call::{Call, Operation};
use super::envelope::{Envelope, EnvelopeError};
use super::fault::SoapFault;
use super::instance::{Instance, PropertyError, Reference};
use super::namespace as ns;
use super::status::{AmtStatus, ReturnValue, Returns};
use crate::limits;

/// Why a call gave no result.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The device refused, in its own words.
    #[error(transparent)]
    Fault(#[from] SoapFault),
    /// The method ran and failed.
    #[error("{method} failed: {value}")]
    Returned {
        /// `Class.Method`.
        method: String,
        /// Its result.
        value: ReturnValue,
    },
    /// An HTTP status that is no answer, with a page instead of SOAP.
    #[error("HTTP status {status}")]
    Http {
        /// The status.
        status: u16,
    },
    /// Not SOAP although the status says it is.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// SOAP, but not what was asked for.
    #[error("{asked} was answered with {got}")]
    Unexpected {
        /// `Class` or `Class.Method`.
        asked: String,
        /// Name of the element in the body.
        got: String,
    },
    /// The answer belongs to another request.
    #[error("the answer belongs to message {got:?}")]
    NotOurs {
        /// Its `RelatesTo`.
        got: String,
    },
    /// An enumeration that does not end.
    #[error("{class} has more than {limit} {what}")]
    Endless {
        /// The class.
        class: String,
        /// What there is too much of.
        what: &'static str,
        /// How much is accepted.
        limit: usize,
    },
    /// A value that the class cannot have.
    #[error(transparent)]
    Property(#[from] PropertyError),
}

impl ExchangeError {
    /// Does it mean that this release or part does not have what was asked for?
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Fault(fault) if fault.is_absent())
    }

    /// The firmware's own status, where the answer carries one.
    #[must_use]
    pub fn status(&self) -> Option<AmtStatus> {
        match self {
            Self::Fault(fault) => fault.status,
            Self::Returned { value, .. } => value.status(),
            _ => None,
        }
    }

    /// Does it mean that the account or the missing consent forbids it?
    #[must_use]
    pub fn is_denied(&self) -> bool {
        match self {
            Self::Fault(fault) => fault.is_denied(),
            Self::Returned { value, .. } => {
                matches!((value.table, value.value), (Returns::Boot, 6))
                    || matches!(
                        value.status(),
                        Some(AmtStatus::NOT_PERMITTED | AmtStatus::USER_CONSENT_REQUIRED)
                    )
            }
            _ => false,
        }
    }
}

/// What a call gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// `Get`, and most `Put`s: the object.
    Object(Instance),
    /// `Enumerate`: all of them.
    Items(Vec<Instance>),
    /// `Create`: where the new object is.
    Created(Reference),
    /// `Invoke`: the method's output.
    Output(Output),
    /// `Delete`, and some `Put`s: done.
    Nothing,
}

/// Output of a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// `Class.Method`.
    pub method: String,
    /// Parameters and `ReturnValue`.
    pub values: Instance,
}

impl Output {
    /// The result as a number. An answer without one counts as success: so one class was recorded.
    ///
    /// # Errors
    /// [`PropertyError`] if it is no number.
    pub fn return_value(&self) -> Result<u32, PropertyError> {
        Ok(self.values.optional("ReturnValue")?.unwrap_or(0))
    }

    /// The parameters, if the method succeeded.
    ///
    /// # Errors
    /// [`ExchangeError::Returned`] if it did not.
    pub fn success(self, table: Returns) -> Result<Instance, ExchangeError> {
        match self.return_value()? {
            0 => Ok(self.values),
            value => Err(ExchangeError::Returned {
                method: self.method,
                value: ReturnValue { value, table },
            }),
        }
    }
}

/// One call on its way.
#[derive(Debug)]
pub struct Exchange {
    call: Call,
    /// Identifies the message whose answer is awaited.
    message_id: String,
    pull: Option<Pull>,
}

/// An enumeration after its first answer.
#[derive(Debug)]
struct Pull {
    context: String,
    items: Vec<Instance>,
    pages: usize,
}

impl Exchange {
    /// Begins a call.
    #[must_use]
    pub const fn new(call: Call) -> Self {
        Self {
            call,
            message_id: String::new(),
            pull: None,
        }
    }

    /// The call.
    #[must_use]
    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// The document to post next. `message_id` must be new to this device.
    pub fn request(&mut self, message_id: u32) -> String {
        self.message_id = message_id.to_string();
        let envelope = match &self.pull {
            Some(pull) => self.call.to_pull(&pull.context, &self.message_id),
            None => self.call.to_envelope(&self.message_id),
        };
        envelope.encode_request()
    }

    /// No answer came. True: [`request`](Self::request) may be sent once more; an enumeration
    /// begins again, because its context may have moved on. False: nobody knows whether the
    /// device has acted, so the caller has to look.
    pub fn handle_loss(&mut self) -> bool {
        self.pull = None;
        self.call.is_repeatable()
    }

    /// Takes the answer to the latest request. `None`: there is more to ask.
    ///
    /// # Errors
    /// [`ExchangeError`]; the exchange is over then.
    pub fn handle_answer(
        &mut self,
        status: u16,
        document: &[u8],
    ) -> Result<Option<Answer>, ExchangeError> {
        let envelope = match Envelope::decode(document) {
            Ok(envelope) => envelope,
            // Pages in HTML come with 4xx and 5xx; what matters then is the status.
            Err(_) if status != 200 => return Err(ExchangeError::Http { status }),
            Err(error) => return Err(error.into()),
        };
        if let Some(got) = envelope.header.relates_to
            && got != self.message_id
        {
            return Err(ExchangeError::NotOurs { got });
        }
        let fault = envelope.body.as_ref().and_then(SoapFault::from_element);
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        if status != 200 {
            return Err(ExchangeError::Http { status });
        }
        let unexpected = |got: &str| ExchangeError::Unexpected {
            asked: self.call.name(),
            got: got.to_owned(),
        };
        let Some(body) = envelope.body else {
            return match self.call.operation() {
                Operation::Put(_) | Operation::Delete | Operation::Create(_) => {
                    Ok(Some(Answer::Nothing))
                }
                _ => Err(unexpected("nothing")),
            };
        };
        match self.call.operation() {
            // The body of a subclass has another name and namespace; both are fine.
            Operation::Get | Operation::Put(_) if *body.namespace != *ns::ENUMERATION => {
                Ok(Some(Answer::Object(Instance::from_element(body))))
            }
            Operation::Create(_) if body.name == "ResourceCreated" => {
                Ok(Some(Answer::Created(Reference::from_element(&body))))
            }
            Operation::Invoke(_) => {
                let method = self.call.method().unwrap_or_default();
                if body.name.strip_suffix("_OUTPUT") != Some(method) {
                    return Err(unexpected(&body.name));
                }
                Ok(Some(Answer::Output(Output {
                    method: self.call.name(),
                    values: Instance::from_element(body),
                })))
            }
            Operation::Enumerate if body.is(ns::ENUMERATION, "EnumerateResponse") => {
                let context = body.child_text(ns::ENUMERATION, "EnumerationContext");
                let context = context.ok_or_else(|| unexpected("no context"))?.to_owned();
                self.pull = Some(Pull {
                    context,
                    items: Vec::new(),
                    pages: 0,
                });
                Ok(None)
            }
            Operation::Enumerate if body.is(ns::ENUMERATION, "PullResponse") => {
                let Some(mut pull) = self.pull.take() else {
                    return Err(unexpected(&body.name));
                };
                if pull.page(&self.call, body)? {
                    return Ok(Some(Answer::Items(pull.items)));
                }
                self.pull = Some(pull);
                Ok(None)
            }
            _ => Err(unexpected(&body.name)),
        }
    }
}

impl Pull {
    /// Takes one page; true if it was the last.
    fn page(&mut self, call: &Call, body: super::xml::Element) -> Result<bool, ExchangeError> {
        let endless = |what, limit| ExchangeError::Endless {
            class: call.name(),
            what,
            limit,
        };
        self.pages += 1;
        if self.pages > limits::PULL_PAGES {
            return Err(endless("pages", limits::PULL_PAGES));
        }
        let mut last = false;
        for part in body.children {
            if *part.namespace != *ns::ENUMERATION {
                continue;
            }
            match part.name.as_str() {
                "EnumerationContext" => self.context = part.text,
                "EndOfSequence" => last = true,
                "Items" => {
                    if self.items.len() + part.children.len() > limits::PULL_ITEMS {
                        return Err(endless("items", limits::PULL_ITEMS));
                    }
                    let items = part.children.into_iter().map(Instance::from_element);
                    self.items.extend(items);
                }
                _ => {}
            }
        }
        Ok(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(relates_to: &str, body: &str) -> String {
        format!(
            "<a:Envelope xmlns:a=\"{}\" xmlns:b=\"{}\" xmlns:g=\"{}\" xmlns:h=\"urn:h\">\
             <a:Header><b:RelatesTo>{relates_to}</b:RelatesTo></a:Header>\
             <a:Body>{body}</a:Body></a:Envelope>",
            ns::ENVELOPE,
            ns::ADDRESSING,
            ns::ENUMERATION
        )
    }

    fn page(relates_to: &str, context: Option<&str>, items: &str, last: bool) -> String {
        let context = context.map_or(String::new(), |c| {
            format!("<g:EnumerationContext>{c}</g:EnumerationContext>")
        });
        let end = if last {
            "<g:EndOfSequence></g:EndOfSequence>"
        } else {
            ""
        };
        answer(
            relates_to,
            &format!("<g:PullResponse>{context}<g:Items>{items}</g:Items>{end}</g:PullResponse>"),
        )
    }

    fn begun() -> Exchange {
        let mut exchange = Exchange::new(Call::enumerate("CIM_SoftwareIdentity"));
        assert!(exchange.request(1).contains("enumeration/Enumerate<"));
        let first = answer(
            "1",
            "<g:EnumerateResponse><g:EnumerationContext>d300A</g:EnumerationContext>\
             </g:EnumerateResponse>",
        );
        assert_eq!(exchange.handle_answer(200, first.as_bytes()).unwrap(), None);
        exchange
    }

    #[test]
    fn an_enumeration_is_pulled_to_its_end_with_the_context_as_given() {
        let mut exchange = begun();
        let request = exchange.request(2);
        assert!(request.contains("<n:EnumerationContext>d300A</n:EnumerationContext>"));
        let first = page("2", Some("e400B"), "<h:One/><h:Two/>", false);
        assert_eq!(exchange.handle_answer(200, first.as_bytes()).unwrap(), None);
        assert!(exchange.request(3).contains(">e400B<"));
        // A page without a new context: the old one stays in force.
        let second = page("3", None, "", false);
        assert_eq!(
            exchange.handle_answer(200, second.as_bytes()).unwrap(),
            None
        );
        assert!(exchange.request(4).contains(">e400B<"));
        let third = page("4", None, "<h:Three/>", true);
        let Some(Answer::Items(items)) = exchange.handle_answer(200, third.as_bytes()).unwrap()
        else {
            panic!("no items");
        };
        let names: Vec<_> = items.iter().map(Instance::class).collect();
        assert_eq!(names, ["One", "Two", "Three"]);
    }

    #[test]
    fn an_enumeration_that_never_ends_is_given_up() {
        let mut exchange = begun();
        let mut error = None;
        for id in 2..2000 {
            exchange.request(id);
            let page = page(&id.to_string(), Some("same"), "<h:One/>", false);
            if let Err(e) = exchange.handle_answer(200, page.as_bytes()) {
                error = Some(e);
                break;
            }
        }
        assert!(matches!(
            error,
            Some(ExchangeError::Endless { what: "pages", .. })
        ));

        let mut exchange = begun();
        exchange.request(2);
        let page = page("2", None, &"<h:One/>".repeat(limits::PULL_ITEMS + 1), false);
        let error = exchange.handle_answer(200, page.as_bytes()).unwrap_err();
        assert!(
            matches!(error, ExchangeError::Endless { what: "items", .. }),
            "{error}"
        );
    }

    #[test]
    fn after_a_loss_only_reading_is_repeated_and_an_enumeration_starts_over() {
        let mut exchange = begun();
        exchange.request(2);
        assert!(exchange.handle_loss());
        assert!(exchange.request(3).contains("enumeration/Enumerate<"));

        assert!(Exchange::new(Call::get("AMT_GeneralSettings")).handle_loss());
        for call in [
            Call::invoke("CIM_PowerManagementService", "RequestPowerStateChange"),
            Call::put(Instance::new("urn:x", "X")),
            Call::create(Instance::new("urn:x", "X")),
            Call::delete("X"),
        ] {
            assert!(!Exchange::new(call).handle_loss());
        }
    }

    #[test]
    fn an_answer_to_something_else_is_refused() {
        let mut exchange = Exchange::new(Call::get("AMT_GeneralSettings"));
        exchange.request(7);
        let late = answer("6", "<h:AMT_GeneralSettings/>");
        let error = exchange.handle_answer(200, late.as_bytes()).unwrap_err();
        assert!(matches!(error, ExchangeError::NotOurs { .. }), "{error}");

        let mut exchange = Exchange::new(Call::invoke("IPS_OptInService", "StartOptIn"));
        exchange.request(8);
        let other = answer("8", "<h:CancelOptIn_OUTPUT/>");
        let error = exchange.handle_answer(200, other.as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "IPS_OptInService.StartOptIn was answered with CancelOptIn_OUTPUT"
        );
    }

    #[test]
    fn pages_in_html_count_by_their_status() {
        let mut exchange = Exchange::new(Call::get("AMT_GeneralSettings"));
        exchange.request(1);
        let html = b"<html><head><title>Bad Request</title></head><br></html>";
        let error = exchange.handle_answer(400, html).unwrap_err();
        assert!(matches!(error, ExchangeError::Http { status: 400 }));
        let error = exchange.handle_answer(200, html).unwrap_err();
        assert!(matches!(error, ExchangeError::Envelope(_)));
    }

    #[test]
    fn an_empty_body_is_an_answer_to_put_and_delete_only() {
        let mut exchange = Exchange::new(Call::put(Instance::new("urn:x", "X")));
        exchange.request(1);
        let got = exchange
            .handle_answer(200, answer("1", "").as_bytes())
            .unwrap();
        assert_eq!(got, Some(Answer::Nothing));
        let mut exchange = Exchange::new(Call::get("X"));
        exchange.request(1);
        let error = exchange.handle_answer(200, answer("1", "").as_bytes());
        assert!(matches!(error, Err(ExchangeError::Unexpected { .. })));
    }

    #[test]
    fn a_result_other_than_zero_is_read_by_the_table_of_its_method() {
        let mut exchange = Exchange::new(Call::invoke("IPS_OptInService", "StartOptIn"));
        exchange.request(1);
        let body = "<h:StartOptIn_OUTPUT><h:ReturnValue>3</h:ReturnValue></h:StartOptIn_OUTPUT>";
        let got = exchange
            .handle_answer(200, answer("1", body).as_bytes())
            .unwrap();
        let Some(Answer::Output(output)) = got else {
            panic!("{got:?}");
        };
        let error = output.success(Returns::OptIn).unwrap_err();
        assert_eq!(
            error.to_string(),
            "IPS_OptInService.StartOptIn failed: blocked"
        );
    }
}
