package org.robustgrid.run.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.run.plugins.StepProvider;

class PluginRegistryTest {

  private static final String SERVICE =
      "META-INF/services/org.robustgrid.spi.attack.AttackProvider";

  @TempDir Path folder;

  private PluginRegistry with(String services) throws IOException {
    Path file = folder.resolve(SERVICE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, services);
    URL[] urls = {folder.toUri().toURL()};
    ClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
    return PluginRegistry.of(List.of(new PluginSource("test folder", loader, Optional.empty())));
  }

  @Test
  void finds_the_plugins_of_the_class_path_and_their_origin() {
    Plugin plugin = PluginRegistry.fromClassPath().find(PluginKind.ATTACK, "step");
    assertThat(plugin.descriptor().id()).isEqualTo("step");
    assertThat(plugin.origin().where()).contains("test-classes");
    assertThat(plugin.origin().contentHash()).hasSize(64);
  }

  @Test
  void says_what_exists_where_a_plugin_is_unknown() {
    assertThatThrownBy(() -> PluginRegistry.fromClassPath().find(PluginKind.ATTACK, "stp"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "unknown attack 'stp': there are bisect, misbehaving, pgd, square, step; did you mean"
                + " 'step'?");
  }

  @Test
  void leaves_a_broken_plugin_out_and_keeps_the_others() throws IOException {
    PluginRegistry registry =
        with("org.example.Missing\n" + ThrowingProvider.class.getName() + "\n");
    assertThat(registry.problems())
        .anyMatch(p -> p.message().contains("org.example.Missing"))
        .anyMatch(p -> p.message().contains("no descriptor today"));
    assertThat(registry.find(PluginKind.ATTACK, "step")).isNotNull();
  }

  @Test
  void uses_neither_of_two_plugins_with_one_id_and_names_both_places() throws IOException {
    PluginRegistry registry = with(SecondStepProvider.class.getName() + "\n");
    assertThat(registry.problems())
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.message())
                    .contains("attack id 'step' is used twice")
                    .contains("neither is used"));
    assertThatThrownBy(() -> registry.find(PluginKind.ATTACK, "step"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("two places");
  }

  @Test
  void hashes_a_jar_as_the_folder_it_was_packed_from() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/a"));
    Files.writeString(classes.resolve("B.class"), "bytes");
    Path jar = folder.resolve("a.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.write("Manifest-Version: 1.0".getBytes());
      zip.putNextEntry(new ZipEntry("a/B.class"));
      zip.write("bytes".getBytes());
    }
    assertThat(CodeHash.of(jar)).isEqualTo(CodeHash.of(folder.resolve("classes")));
  }

  /** Has no descriptor. */
  public static final class ThrowingProvider implements org.robustgrid.spi.attack.AttackProvider {
    @Override
    public org.robustgrid.spi.attack.AttackDescriptor descriptor() {
      throw new IllegalStateException("no descriptor today");
    }

    @Override
    public org.robustgrid.spi.attack.Attack create(org.robustgrid.spi.Parameters parameters) {
      throw new IllegalStateException("never asked");
    }
  }

  /** Takes another's id. */
  public static final class SecondStepProvider implements org.robustgrid.spi.attack.AttackProvider {
    @Override
    public org.robustgrid.spi.attack.AttackDescriptor descriptor() {
      return new StepProvider().descriptor();
    }

    @Override
    public org.robustgrid.spi.attack.Attack create(org.robustgrid.spi.Parameters parameters) {
      return new StepProvider().create(parameters);
    }
  }
}
