package org.robustgrid.run.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.Sha256;

/**
 * A hash of compiled code that is the same for a jar and for the folder it was packed from: names
 * and contents of all files but those a packager adds (manifest, Maven's descriptors). Of a folder
 * of jars, that of each of them counts, whatever else lies there.
 */
public final class CodeHash {

  private static final Map<Path, String> KNOWN = new ConcurrentHashMap<>();

  private CodeHash() {}

  /**
   * The hash of a jar, a folder of jars or a classes folder; remembered for the life of the
   * process.
   *
   * @throws UserException when it cannot be read
   */
  public static String of(Path location) {
    return KNOWN.computeIfAbsent(location, CodeHash::compute);
  }

  private static String compute(Path location) {
    try {
      if (!Files.isDirectory(location)) {
        return combine(jar(location));
      }
      List<Path> jars = PluginFiles.jarsIn(location);
      return combine(jars.isEmpty() ? folder(location) : jars(jars));
    } catch (IOException e) {
      throw new UserException("cannot read plugin " + location + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> folder(Path location) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    // a walk does not enter a link that it begins at
    Path root = location.toRealPath();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (counts(name)) {
          hashes.put(name, Sha256.of(Files.readAllBytes(file)));
        }
      }
    }
    return hashes;
  }

  private static Map<String, String> jars(List<Path> jars) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (Path jar : jars) {
      hashes.put(jar.getFileName().toString(), combine(jar(jar)));
    }
    return hashes;
  }

  private static Map<String, String> jar(Path file) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        if (!entry.isDirectory() && counts(entry.getName())) {
          try (InputStream in = zip.getInputStream(entry)) {
            hashes.put(entry.getName(), Sha256.of(in.readAllBytes()));
          }
        }
      }
    }
    return hashes;
  }

  private static boolean counts(String name) {
    return !name.equals("META-INF/MANIFEST.MF") && !name.startsWith("META-INF/maven/");
  }

  private static String combine(Map<String, String> hashes) {
    MessageDigest digest = Sha256.digest();
    hashes.forEach(
        (name, hash) ->
            digest.update((name + "\0" + hash + "\n").getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest.digest());
  }
}
