package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.FetchProgress;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.fetch.ByteCount;
import org.robustgrid.run.fetch.DatasetFetch;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.data.DataFolders;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.Download;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches the files of a public data set from their official addresses. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "Downloads the files of a data set from their official address, checks and unpacks them.",
      "An interrupted transfer resumes when the command is run again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid datasets fetch fashion-mnist",
      "  robustgrid datasets fetch cifar-10 --to /data/cifar-10",
      "  robustgrid datasets fetch cifar-10 --from ~/Downloads/cifar-10-binary.tar.gz"
    })
public final class DatasetsFetchCommand implements Runnable {

  private final Provider<PluginRegistry> registry;
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "The data set.")
  private String id;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = {
        "Where the files go (default: the folder ID in the folder that ROBUSTGRID_DATA names, or in",
        "'data' of the cache folder, where they are found automatically)."
      })
  private Path to;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "A file that you already have: checked and unpacked as if it were downloaded.")
  private List<Path> from = new ArrayList<>();

  @Option(
      names = "--optional",
      description = "Also download files that the data set does not need.")
  private boolean optional;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  DatasetsFetchCommand(Provider<PluginRegistry> registry, Terminal terminal) {
    this.registry = registry;
    this.terminal = terminal;
  }

  @Override
  public void run() {
    DatasetDescriptor dataset = registry.get().find(PluginKind.DATASET, id).dataset();
    if (dataset.downloads().isEmpty()) {
      throw new UserException(
          "data set '"
              + id
              + "' is not fetched: it declares no address. These are: "
              + registry.get().all(PluginKind.DATASET).stream()
                  .filter(plugin -> !plugin.dataset().downloads().isEmpty())
                  .map(plugin -> plugin.id())
                  .collect(Collectors.joining(", ")));
    }
    Map<Download, Path> given = given(dataset);
    Path folder = folder();
    List<Download> wanted =
        dataset.downloads().stream()
            .filter(d -> optional || d.optional().isEmpty() || given.containsKey(d))
            .toList();
    for (Download download : wanted) {
      terminal.line(download.fileName() + ": " + settle(download, folder, given));
    }
    terminal.line(
        DataFolders.of(id).contains(folder)
            ? "In " + folder + ", where '" + id + "' is looked for."
            : "In " + folder + "; name this folder in the grid" + parameter(dataset) + ".");
    dataset.downloads().stream()
        .filter(download -> !wanted.contains(download))
        .forEach(
            download ->
                terminal.line(
                    "Not fetched without --optional: "
                        + DatasetsCommand.described(download)
                        + ", "
                        + download.optional().orElse("")));
  }

  /** How a grid names the folder, if the data set has a parameter for it. */
  private static String parameter(DatasetDescriptor dataset) {
    return dataset.parameters().stream()
        .filter(parameter -> parameter.type() == Parameter.Type.FOLDER)
        .findFirst()
        .map(parameter -> " (parameter '" + parameter.name() + "')")
        .orElse("");
  }

  private String settle(Download download, Path folder, Map<Download, Path> given) {
    try (FetchProgress progress = new FetchProgress(terminal)) {
      DatasetFetch fetch = new DatasetFetch(folder, progress);
      if (given.containsKey(download)) {
        return fetch.take(download, given.get(download));
      }
      if (!given.isEmpty()) {
        return "not given; it is not fetched while --from is";
      }
      terminal.note(
          "fetching "
              + download.address()
              + (download.size().isPresent()
                  ? " (" + ByteCount.words(download.size().getAsLong()) + ")"
                  : "")
              + " into "
              + folder);
      return fetch.fetch(download);
    }
  }

  private Path folder() {
    if (to != null) {
      return to.toAbsolutePath().normalize();
    }
    return DataFolders.fetched(id)
        .orElseThrow(
            () ->
                new UserException(
                    "there is no cache folder to put the files into; name one with --to, or one for"
                        + " all data sets with the environment variable "
                        + DataFolders.VARIABLE));
  }

  /** The files that were got elsewhere, by what they are; the only one needs no certain name. */
  private Map<Download, Path> given(DatasetDescriptor dataset) {
    Map<Download, Path> given = new LinkedHashMap<>();
    for (Path file : from) {
      List<Download> named =
          dataset.downloads().stream()
              .filter(d -> d.fileName().equals(String.valueOf(file.getFileName())))
              .toList();
      List<Download> meant =
          named.isEmpty() && dataset.downloads().size() == 1 ? dataset.downloads() : named;
      if (meant.isEmpty()) {
        throw new UserException(
            file
                + " (--from) does not have the name of a file of '"
                + id
                + "': "
                + dataset.downloads().stream()
                    .map(Download::fileName)
                    .collect(Collectors.joining(", "))
                + "; rename it");
      }
      given.put(meant.get(0), file);
    }
    return given;
  }
}
