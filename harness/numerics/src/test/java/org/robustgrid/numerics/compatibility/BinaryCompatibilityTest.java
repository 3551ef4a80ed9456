package org.robustgrid.numerics.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Provider;

/**
 * Compares what plugins are compiled against with the sealed list in {@code signatures.txt}.
 *
 * <p>Additions are accepted by {@code mvn -pl harness/numerics -am test
 * -Drobustgrid.signatures=accept}, which adds their lines to the list. A line that is gone breaks
 * jars in the hands of others: it is never taken out of the list by a tool.
 */
class BinaryCompatibilityTest {

  private static final Path SEALED = Path.of("src/test/resources/signatures.txt");
  private static final String ACCEPT = "robustgrid.signatures";

  /** Interfaces that the harness implements; plugins call them, so that methods can be added. */
  private static final Set<String> HARNESS_IMPLEMENTS =
      Set.of(
          "org.robustgrid.spi.defense.Artifacts",
          "org.robustgrid.spi.defense.DefenseRequest",
          "org.robustgrid.spi.defense.Deployment",
          "org.robustgrid.spi.defense.ModelArtifact",
          "org.robustgrid.spi.Monitor",
          "org.robustgrid.spi.network.Network",
          "org.robustgrid.spi.network.Pass",
          "org.robustgrid.spi.defense.Trainer");

  private static SortedSet<String> current() throws IOException, URISyntaxException {
    SortedSet<String> all = new TreeSet<>(Signatures.beside(Provider.class));
    all.addAll(Signatures.beside(HostArrays.class));
    return all;
  }

  private static SortedSet<String> sealed() throws IOException {
    return new TreeSet<>(Files.readAllLines(SEALED));
  }

  private static List<String> without(SortedSet<String> lines, SortedSet<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  @Test
  void nothing_that_a_compiled_plugin_may_use_is_gone_or_changed() throws Exception {
    List<String> gone = without(sealed(), current());
    if (!gone.isEmpty()) {
      fail(
          "plugins that use this no longer link:%n  - %s%nKeep the old form beside the new one, or"
              + " take the lines out of %s by hand, with a new major version",
          String.join("%n  - ".formatted(), gone), SEALED);
    }
  }

  @Test
  void additions_are_sealed_too() throws Exception {
    SortedSet<String> sealed = sealed();
    List<String> added = without(current(), sealed);
    if ("accept".equals(System.getProperty(ACCEPT))) {
      sealed.addAll(added);
      Files.write(SEALED, sealed);
    } else if (!added.isEmpty()) {
      fail(
          "new, and not in %s:%n  + %s%nAccept them with -D%s=accept",
          SEALED, String.join("%n  + ".formatted(), added), ACCEPT);
    }
  }

  @Test
  void no_interface_that_plugins_implement_asks_for_more_than_before() throws Exception {
    SortedSet<String> sealed = sealed();
    Set<String> knownTypes = new TreeSet<>();
    sealed.stream()
        .filter(line -> !line.contains("("))
        .forEach(line -> knownTypes.add(line.substring(0, line.indexOf(' '))));
    assertThat(without(current(), sealed))
        .as("a compiled plugin has no such method: give it a default")
        .noneMatch(
            line -> {
              boolean isAbstract = line.contains(") : public abstract ");
              String type =
                  isAbstract ? line.substring(0, line.lastIndexOf('.', line.indexOf('('))) : "";
              return knownTypes.contains(type) && !HARNESS_IMPLEMENTS.contains(type);
            });
  }
}
