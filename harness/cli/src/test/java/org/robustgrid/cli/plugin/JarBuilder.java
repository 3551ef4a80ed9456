package org.robustgrid.cli.plugin;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.robustgrid.run.folder.RunFolder;

/** Compiles sources and packs them as a jar, as a plugin's author would with Maven. */
final class JarBuilder {

  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, byte[]> entries = new TreeMap<>();
  private final List<Path> libraries = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final Manifest manifest = new Manifest();
  private int classVersion;

  JarBuilder() {
    attribute(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** A class, by its full name. */
  JarBuilder source(String name, String code) {
    sources.put(name, code);
    return this;
  }

  /** All classes below a folder of sources. */
  JarBuilder sources(Path folder) throws IOException {
    for (Path file : files(folder)) {
      String name = name(folder, file);
      source(
          name.substring(0, name.length() - ".java".length()).replace('/', '.'),
          Files.readString(file));
    }
    return this;
  }

  /** The compiled classes of a package of this module's tests. */
  JarBuilder classes(String packageName) throws IOException {
    String folder = packageName.replace('.', '/');
    for (Path file : files(Path.of("target/test-classes", folder))) {
      entry(folder + "/" + file.getFileName(), Files.readAllBytes(file));
    }
    return this;
  }

  /** All files below a folder of resources. */
  JarBuilder resources(Path folder) throws IOException {
    for (Path file : files(folder)) {
      entry(name(folder, file), Files.readAllBytes(file));
    }
    return this;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  JarBuilder entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** A service file of the SPI, for example of {@code AttackProvider}. */
  JarBuilder service(String spi, String content) {
    return entry(
        "META-INF/services/org.robustgrid.spi." + room(spi) + spi,
        content.getBytes(StandardCharsets.UTF_8));
  }

  /** Something to compile against that the harness does not have. */
  JarBuilder library(Path jar) {
    libraries.add(jar);
    return this;
  }

  JarBuilder attribute(Attributes.Name name, String value) {
    manifest.getMainAttributes().put(name, value);
    return this;
  }

  /** Leaves a class out of the jar that others were compiled against. */
  JarBuilder without(String className) {
    dropped.add(className.replace('.', '/') + ".class");
    return this;
  }

  /** Writes another version into the class files, as a compiler of that version would. */
  JarBuilder classVersion(int version) {
    classVersion = version;
    return this;
  }

  Path build(Path jar) throws IOException {
    compile();
    dropped.forEach(entries::remove);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(new FileOutputStream(jar.toFile()), manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jar;
  }

  private void compile() throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createTempDirectory("classes");
    StringWriter messages = new StringWriter();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, code) -> units.add(new Source(name, code)));
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            classPath(),
            "--release",
            "17",
            "-Xlint:all,-processing,-classfile,-path",
            "-Werror");
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      if (!compiler.getTask(messages, manager, null, options, null, units).call()) {
        throw new IllegalStateException("does not compile: " + messages);
      }
    }
    for (Path file : files(classes)) {
      entry(name(classes, file), versioned(Files.readAllBytes(file)));
    }
    RunFolder.delete(classes);
  }

  private byte[] versioned(byte[] bytecode) {
    if (classVersion > 0) {
      // magic number, minor version, major version
      bytecode[6] = (byte) (classVersion >> 8);
      bytecode[7] = (byte) classVersion;
    }
    return bytecode;
  }

  /** The SPI, the numerics, ND4J and what it stands on: of the harness, no more. */
  private String classPath() {
    List<String> path = new ArrayList<>(libraries.stream().map(Path::toString).toList());
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(JarBuilder::maySee)
        .forEach(path::add);
    return String.join(File.pathSeparator, path);
  }

  private static boolean maySee(String location) {
    String name = location.replace('\\', '/');
    return name.matches(
            ".*/(robustgrid-(spi|numerics)|nd4j|deeplearning4j|javacpp|protobuf|jackson-1)[^/]*\\.jar")
        || name.matches(".*/harness/(spi|numerics)/target/classes/?");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }

  private static String room(String provider) {
    return switch (provider) {
      case "AttackProvider" -> "attack.";
      case "DefenseProvider" -> "defense.";
      case "DatasetProvider" -> "data.";
      case "AnalysisProvider" -> "analysis.";
      default -> "network.";
    };
  }
}
