import { distance } from "fastest-levenshtein";

/** The agents of OCS itself. @see https://ocs.readthedocs.io/en/main/agents/index.html */
export const OCS_AGENTS = [
  ...["RegistryAgent", "AggregatorAgent", "HostManager", "FakeDataAgent", "InfluxDBAgent", "InfluxDBAgentv2"],
  ...["BarebonesAgent", "AccessDirector"],
] as const;

/** The agents of its best known plugin. @see https://socs.readthedocs.io/ */
const SOCS_AGENTS = [
  ...["ACTiCamAgent", "ACUAgent", "BlueforsAgent", "CryomechCPAAgent", "DS378Agent", "DSEAgent", "FPGAAgent"],
  ...["FTSAerotechAgent", "FlowmeterAgent", "GeneratorAgent", "HiAgent", "HIAgent", "HTTPCameraAgent"],
  ...["HWPEncoderAgent", "HWPGripperAgent", "HWPPCUAgent", "HWPPIDAgent", "HWPPMXAgent", "HWPSupervisor"],
  ...["HWPBBBAgent", "HolographyAgent", "HolographySynthAccelerator", "ibootbarAgent", "iBootbarAgent"],
  ...["LATRtXYStageAgent", "Lakeshore240Agent", "Lakeshore336Agent", "Lakeshore370Agent", "Lakeshore372Agent"],
  ...["Lakeshore425Agent", "LabJackAgent", "LabjackAgent", "LDMonitorAgent", "MagpieAgent", "MeinbergM1000Agent"],
  ...["MeinbergSyncboxAgent", "OrientalMotorAgent", "PfeifferAgent", "PfeifferTC400Agent", "PysmurfController"],
  ...["PysmurfMonitor", "PWRSwitchAgent", "PXCHAgent", "RTSPCameraAgent", "ScpiPsuAgent", "SmurfCrateMonitor"],
  ...["SmurfFileEmulator", "SmurfStreamSimulator", "SmurfTimingCardAgent", "StarcamAgent", "SupRsync"],
  ...["SynaccessAgent", "SynthAgent", "TektronixAWGAgent", "ThorlabsMC2000BAgent", "UCSCRadiometerAgent", "UPSAgent"],
  ...["VantagePro2Agent", "VantagePro2agent", "WiregridActuatorAgent", "WiregridEncoderAgent", "WiregridKikusuiAgent"],
  ...["WiregridTiltSensorAgent", "XYStageAgent", "XYWingAgent"],
];

const KNOWN: readonly string[] = [...OCS_AGENTS, ...SOCS_AGENTS];

/** Whether a list of ours has a class; a lab's own is in none. */
export function isKnownClass(agentClass: string): boolean {
  return KNOWN.includes(agentClass);
}

/** The class of OCS that was probably meant; nothing for one that is known, or that is a word of its own. */
export function nearMiss(agentClass: string): string | undefined {
  if (isKnownClass(agentClass)) return undefined;
  const typed = agentClass.toLowerCase();
  return OCS_AGENTS.find((known) => {
    const other = known.toLowerCase();
    // OldRegistryAgent and RegistryAgent2 are a lab's own.
    const isLonger = typed.length > other.length && typed.includes(other);
    return !isLonger && distance(typed, other) <= 2;
  });
}
