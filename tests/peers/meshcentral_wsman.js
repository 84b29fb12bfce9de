// What MeshCentral asks a PC when it connects, and what it does to restart one into its setup.
const path = require('path');
const from = file => require(path.resolve('package/amt', file));
const host = process.argv[2];
const transport = from('amt-wsman-comm.js')(host, 16992, 'admin', 'P@ssw0rd', 0, null);
const amt = from('amt.js')(from('amt-wsman.js')(transport));
amt.onProcessChanged = () => {};

/** Read-only properties that consoles leave out of a Put, as `amtmanager.js` does. */
const READ_ONLY = ['WinREBootEnabled', 'UEFILocalPBABootEnabled', 'UEFIHTTPSBootEnabled',
  'SecureBootControlEnabled', 'BootguardStatus', 'OptionsCleared', 'BIOSLastStatus',
  'UefiBootParametersArray', 'RPEEnabled', 'RSEPassword'];
/** With "*" one instance is read, else all are listed. */
const CLASSES = ['*AMT_GeneralSettings', '*IPS_HostBasedSetupService', 'CIM_SoftwareIdentity',
  '*AMT_SetupAndConfigurationService', 'CIM_ServiceAvailableToElement', '*AMT_BootCapabilities',
  'AMT_TLSSettingData', '*IPS_OptInService', '*AMT_RedirectionService', '*CIM_KVMRedirectionSAP',
  '*IPS_KVMRedirectionSettingData', '*CIM_ComputerSystemPackage', '*CIM_Chassis', 'CIM_Chip',
  '*CIM_Card', '*CIM_BIOSElement', 'CIM_Processor', 'CIM_PhysicalMemory', 'CIM_MediaAccessDevice',
  'CIM_PhysicalPackage', 'AMT_EthernetPortSettings', '*IPS_ScreenConfigurationService',
  '*AMT_MessageLog', '*AMT_AuditLog', '*CIM_BootConfigSetting', 'CIM_BootSourceSetting',
  '*IPS_ScreenSettingData', '*CIM_PowerManagementService', '*AMT_TimeSynchronizationService',
  'AMT_PublicKeyCertificate', 'AMT_PublicPrivateKeyPair', 'AMT_TLSCredentialContext',
  '*AMT_EnvironmentDetectionSettingData', 'AMT_RemoteAccessPolicyRule',
  'AMT_ManagementPresenceRemoteSAP', '*AMT_UserInitiatedConnectionService'];

function check(what, is_good, answer) {
  if (!is_good) {
    console.error(`${what}: ${JSON.stringify(answer)}`);
    process.exit(1);
  }
}

/** Calls a method of the stack and hands back its answer; status 200 is asked for. */
function call(method, ...given) {
  return new Promise(resolve => amt[method](...given, (_stack, _name, answer, status) => {
    check(method, status === 200, [status, answer]);
    resolve(answer);
  }, 0, 1));
}

async function succeeds(method, ...given) {
  const answer = await call(method, ...given);
  check(method, answer.Body.ReturnValue === 0, answer.Body);
}

async function main() {
  const read = await call('BatchEnum', null, CLASSES);
  for (const name of CLASSES.map(name => name.replace('*', ''))) {
    check(name, read[name] && read[name].status === 200, read[name]);
  }
  await succeeds('CIM_BootConfigSetting_ChangeBootOrder', null);
  const settings = (await call('Get', 'AMT_BootSettingData')).Body;
  READ_ONLY.forEach(name => delete settings[name]);
  settings.BIOSSetup = true;
  const put = await call('Put', 'AMT_BootSettingData', settings);
  check('Put AMT_BootSettingData', put.Body.BIOSSetup === true, put.Body);
  await succeeds('SetBootConfigRole', 1);
  await succeeds('RequestPowerStateChange', 10);
  // The restart leaves records.
  await new Promise(resolve => setTimeout(resolve, 5000));
  const log = await new Promise(resolve => amt.GetMessageLog((_stack, records) => resolve(records)));
  check('GetMessageLog', Array.isArray(log) && log.length > 0, log);
  await succeeds('AMT_RedirectionService_RequestStateChange', 32771);
  await succeeds('CIM_KVMRedirectionSAP_RequestStateChange', 2, 0);
  console.log(`${CLASSES.length} classes, 9 calls`);
  process.exit(0);
}

setTimeout(() => check('time', false, 'nothing came for a minute'), 60000);
main();
