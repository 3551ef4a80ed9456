package org.robustgrid.run.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/** Takes a file, files and a folder, and trains plainly. */
public final class ReadingProvider implements DefenseProvider {

  private static final Parameter<Optional<Path>> FILE = Parameter.optionalFile("file", "one");
  private static final Parameter<List<Path>> FILES = Parameter.files("files", "several");
  private static final Parameter<Optional<Path>> FOLDER = Parameter.optionalFolder("folder", "all");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("reading", "Reads files.").parameters(FILE, FILES, FOLDER).build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return request -> PlainProvider.train(request, "good");
  }
}
