package org.robustgrid.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a sub-command: shows what there is. */
@Command(
    name = "robustgrid",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Benchmarks defenses against adversarial attacks, and writes leaderboards.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:a reference vector did not match, a gate failed, imported logits differ, an audit found something, or a replay differs",
      "2:an error you can correct; the message says how",
      "3:a run with failed or missing cells, or an inconclusive gate",
      "70:a bug; the message names the log file"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid run                      the quick-start grid, into runs/quick-start",
      "  robustgrid run my.yaml --dry-run    what a grid would compute, and how long it takes",
      "  robustgrid plugins describe pgd     an attack's parameters",
      "  robustgrid help run                 everything about one command"
    },
    subcommands = {
      RunCommand.class,
      MergeCommand.class,
      ReportCommand.class,
      BadgeCommand.class,
      AuditCommand.class,
      ClaimCommand.class,
      ReplayCommand.class,
      GcCommand.class,
      CompareCommand.class,
      StrengthCommand.class,
      ReproduceCommand.class,
      GateCommand.class,
      TrainCommand.class,
      AttackCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      PluginsCommand.class,
      DatasetsCommand.class,
      DoctorCommand.class,
      VerifyCommand.class,
      picocli.CommandLine.HelpCommand.class
    })
public final class RobustgridCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
