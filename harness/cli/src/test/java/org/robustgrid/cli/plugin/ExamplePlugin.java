package org.robustgrid.cli.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code plugins/example} as its own pom builds it, without Maven: the sources against SPI and
 * numerics, the jar in a folder with the library it names. The build has put that library aside.
 */
public final class ExamplePlugin {

  /** The project's folder. */
  static final Path PROJECT = Path.of("../../plugins/example").toAbsolutePath().normalize();

  private ExamplePlugin() {}

  /**
   * Builds the plugin.
   *
   * @param plugins the plugin's folder is made in here
   * @return the plugin's folder
   */
  public static Path build(Path plugins) throws IOException {
    return build(plugins, new JarBuilder());
  }

  /** The same, with something added to the jar. */
  static Path build(Path plugins, JarBuilder jar) throws IOException {
    String pom = pom();
    Path folder = plugins.resolve(property(pom, "artifactId"));
    Path library = Path.of("target/example-libraries", libraryName(pom)).toAbsolutePath();
    jar.library(library)
        .sources(PROJECT.resolve("src/main/java"))
        .resources(PROJECT.resolve("src/main/resources"))
        .attribute(Attributes.Name.IMPLEMENTATION_VERSION, property(pom, "version"))
        .build(folder.resolve("example-plugin-" + property(pom, "version") + ".jar"));
    Files.copy(library, folder.resolve(library.getFileName()));
    return folder;
  }

  static String pom() throws IOException {
    return Files.readString(PROJECT.resolve("pom.xml"));
  }

  /** The library's jar in the version that the pom asks for. */
  static String libraryName(String pom) {
    return "commons-math3-" + property(pom, "commons-math.version") + ".jar";
  }

  /** The text of the first element of a name. */
  static String property(String pom, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(pom);
    if (!matcher.find()) {
      throw new IllegalStateException("the example's pom has no <" + name + ">");
    }
    return matcher.group(1);
  }
}
