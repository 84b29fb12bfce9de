//! WS-Management of one device, in terms of classes: what flows and pages talk to.

use std::time::Duration;

use super::access::{Access, Found, Service};
use super::fault::{DeviceFault, TrustFault};
use super::{DEFAULT_USER, Fault, Target};
use crate::net::http::{Endpoint, Http, HttpError};
use crate::net::trust::Safety;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::class::{AmtVersion, Class};
use crate::proto::wsman::exchange::{Answer, ExchangeError};
use crate::proto::wsman::instance::{Instance, PropertyError};
use crate::proto::wsman::login::{HttpLogin, LoginError};
use crate::proto::wsman::status::{AmtStatus, Returns};
use crate::wire::Secret;

/// User name and password of an account on a device.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account.
    pub user: String,
    /// Its password.
    pub password: Secret<String>,
}

impl Credentials {
    /// An account at a device; without a name the one in its address, else [`DEFAULT_USER`] or, at
    /// a VNC server, nobody.
    #[must_use]
    pub fn new(target: &Target, user: Option<String>, password: Secret<String>) -> Self {
        let user = user.or_else(|| target.user().map(str::to_owned));
        let otherwise = match target {
            Target::Amt { .. } => DEFAULT_USER,
            Target::Vnc { .. } => "",
        };
        Self {
            user: user.unwrap_or_else(|| otherwise.to_owned()),
            password,
        }
    }
}

/// The WS-Management service of one device, logged in as one user.
///
/// One call at a time. Dropping it, or a call under way, closes the connection.
#[derive(Debug)]
pub struct Control {
    http: Http,
    access: Access,
    user: String,
    /// What the first connection showed was written down.
    is_remembered: bool,
    realm_is_remembered: bool,
}

impl Control {
    /// Finds the service of a device. Nothing is sent before the first call.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn connect(access: Access, login: Credentials) -> Result<Self, Fault> {
        let found = access.find(Service::Wsman).await?;
        Self::over(access, login, found)
    }

    /// The same where the port is known already.
    ///
    /// # Errors
    /// [`TrustFault::Store`].
    pub fn over(access: Access, login: Credentials, found: Found) -> Result<Self, Fault> {
        let realm = access.expected_realm(&found.transport)?;
        let endpoint = Endpoint {
            host: access.target().host().to_owned(),
            port: found.port,
            transport: found.transport,
        };
        let Credentials { user, password } = login;
        let login = HttpLogin::new(user.clone(), password, realm.clone());
        Ok(Self {
            http: Http::new(endpoint, login, access.patience()).over(found.stream),
            access,
            user,
            is_remembered: false,
            realm_is_remembered: realm.is_some(),
        })
    }

    /// The same with another time for each answer.
    #[must_use]
    pub fn with_answer_within(mut self, answer: Duration) -> Self {
        self.http = self.http.with_answer_within(answer);
        self
    }

    /// How the device is reached.
    #[must_use]
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// The account.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// How safe the connection is; `None` before the first call.
    #[must_use]
    pub const fn safety(&self) -> Option<&Safety> {
        self.http.safety()
    }

    /// Release, as every answer tells it in passing; `None` before the first call.
    #[must_use]
    pub fn version_hint(&self) -> Option<AmtVersion> {
        AmtVersion::from_server_header(self.http.server()?)
    }

    /// Requests sent so far.
    #[must_use]
    pub const fn trips(&self) -> u32 {
        self.http.trips()
    }

    /// Reads the only object of a class.
    ///
    /// # Errors
    /// [`Fault`]; `what` is the verb phrase of its sentence.
    pub async fn get<C: Class>(&mut self, what: &'static str) -> Result<C, Fault> {
        match self.find(what).await? {
            Some(object) => Ok(object),
            None => Err(DeviceFault::Unknown { what }.into()),
        }
    }

    /// Reads the only object of a class; `None` where the device does not have it.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn find<C: Class>(&mut self, what: &'static str) -> Result<Option<C>, Fault> {
        let object = match self.perform(Call::get(C::NAME)).await {
            Ok(Answer::Object(object)) => object,
            Ok(_) => return Err(Fault::unexpected_answer(C::NAME)),
            Err(error) if error.is_absent() => return Ok(None),
            Err(error) => return Err(self.fault(error, what)),
        };
        let object = C::from_instance(&object);
        object.map(Some).map_err(|error| property(&error))
    }

    /// Reads all objects of a class; none where the device does not have it. Objects that cannot
    /// be read are left out: a broken serial number must not hide the rest of the hardware.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn list<C: Class>(&mut self, what: &'static str) -> Result<Vec<C>, Fault> {
        let items = self.instances(C::NAME, what).await?;
        let read = |item: &Instance| match C::from_instance(item) {
            Ok(object) => Some(object),
            Err(error) => {
                tracing::debug!(%error, "an object was left out");
                None
            }
        };
        Ok(items.iter().filter_map(read).collect())
    }

    /// Reads all objects of a class as they came.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn instances(
        &mut self,
        class: &str,
        what: &'static str,
    ) -> Result<Vec<Instance>, Fault> {
        Ok(self.find_instances(class, what).await?.unwrap_or_default())
    }

    /// Reads all objects of a class as they came; `None` where the device does not have the class.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn find_instances(
        &mut self,
        class: &str,
        what: &'static str,
    ) -> Result<Option<Vec<Instance>>, Fault> {
        match self.perform(Call::enumerate(class)).await {
            Ok(Answer::Items(items)) => Ok(Some(items)),
            Ok(_) => Err(Fault::unexpected_answer(class)),
            Err(error) if error.is_absent() => Ok(None),
            Err(error) => Err(self.fault(error, what)),
        }
    }

    /// Calls a method and gives its output if it succeeded.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn invoke(
        &mut self,
        call: Call,
        table: Returns,
        what: &'static str,
    ) -> Result<Instance, Fault> {
        let name = call.name();
        match self.perform(call).await {
            Ok(Answer::Output(output)) => output
                .success(table)
                .map_err(|error| self.fault(error.into(), what)),
            Ok(_) => Err(Fault::unexpected_answer(&name)),
            Err(error) => Err(self.fault(error, what)),
        }
    }

    /// Calls a method whose result is part of its meaning: gives the number.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn invoke_for_result(
        &mut self,
        call: Call,
        what: &'static str,
    ) -> Result<u32, Fault> {
        let name = call.name();
        match self.perform(call).await {
            Ok(Answer::Output(output)) => output.return_value().map_err(|e| property(&e)),
            Ok(_) => Err(Fault::unexpected_answer(&name)),
            Err(error) => Err(self.fault(error, what)),
        }
    }

    /// Writes an object back.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn put(&mut self, call: Call, what: &'static str) -> Result<(), Fault> {
        match self.perform(call).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.fault(error, what)),
        }
    }

    /// Carries out a call and writes down what the connection taught us.
    async fn perform(&mut self, call: Call) -> Result<Answer, HttpError> {
        let result = self.http.perform(call).await;
        if let Err(fault) = self.write_down() {
            // The answer is worth more than the note about it.
            tracing::warn!(error = %fault, "what was learnt about the PC could not be kept");
        }
        result
    }

    fn write_down(&mut self) -> Result<(), Fault> {
        if !self.is_remembered
            && let Some(certificate) = self.http.safety().and_then(Safety::certificate)
        {
            let is_first_use = self.http.was_first_use();
            self.access.remember(certificate, is_first_use)?;
            self.is_remembered = true;
        }
        // The realm counts only once the device has accepted a login under it.
        if !self.realm_is_remembered
            && self.http.is_logged_in()
            && let Some(realm) = self.http.realm()
        {
            self.access.remember_realm(realm)?;
            self.realm_is_remembered = true;
        }
        Ok(())
    }

    /// What a failed call means for a person.
    fn fault(&self, error: HttpError, what: &'static str) -> Fault {
        match error {
            HttpError::Open(error) => self.access.open_fault(error, self.http.endpoint().port),
            HttpError::WantsIdentity => TrustFault::WantsIdentity.into(),
            HttpError::HungUp => Fault::hung_up(self.http.address()),
            HttpError::Login(error) => match error {
                LoginError::Refused | LoginError::Endless => Fault::LoginRefused,
                LoginError::RealmChanged { known, offered } => {
                    TrustFault::RealmChanged { known, offered }.into()
                }
                LoginError::Challenge(error) => {
                    Fault::no_http_login(self.http.address(), self.http.server(), &error)
                }
            },
            HttpError::Unanswered { cause, .. } => DeviceFault::Unconfirmed {
                what,
                how: cause.to_string(),
            }
            .into(),
            HttpError::Exchange(error) => self.refusal(error, what),
        }
    }

    fn refusal(&self, error: ExchangeError, what: &'static str) -> Fault {
        if error.is_absent() {
            return DeviceFault::Unknown { what }.into();
        }
        if let Some(status) = error.status() {
            if status == AmtStatus::USER_CONSENT_REQUIRED {
                return Fault::ConsentNeeded;
            }
            if status == AmtStatus::AUDIT_FAIL {
                return DeviceFault::AuditLogFull.into();
            }
        }
        if error.is_denied() {
            return DeviceFault::NotAllowed {
                user: self.user.clone(),
                right: None,
            }
            .into();
        }
        match error {
            why @ (ExchangeError::Fault(_) | ExchangeError::Returned { .. }) => {
                DeviceFault::Refused { what, why }.into()
            }
            ExchangeError::Http { status } => {
                Fault::odd_http_status(self.http.address(), self.http.server(), status)
            }
            ExchangeError::Property(error) => property(&error),
            error @ (ExchangeError::Envelope(_)
            | ExchangeError::Unexpected { .. }
            | ExchangeError::NotOurs { .. }
            | ExchangeError::Endless { .. }) => Fault::unexpected(&error, "WS-Management"),
        }
    }
}

fn property(error: &PropertyError) -> Fault {
    Fault::unexpected(error, "WS-Management")
}
