package org.robustgrid.models.deeplearning4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.robustgrid.engine.model.Coefficients;
import org.robustgrid.engine.model.UnpackedSize;
import org.robustgrid.models.ClassifiedData;

/** Finds out, without Deeplearning4j, whether a file can be one of its models at all. */
public final class Deeplearning4jZip {

  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final List<String> SERIALISED = List.of("normalizer.bin", "preprocessor.bin");

  private Deeplearning4jZip() {}

  /**
   * What is wrong with a file; empty if a worker may try to load it.
   *
   * @param data that its network is to classify, where they are known
   */
  public static Optional<String> problem(Path file, Optional<ClassifiedData> data) {
    return problem(file, configuration -> data.flatMap(configuration::mismatch));
  }

  /** Names of the layers and vertices of a file's network; empty if they cannot be read. */
  public static List<String> activations(Path file) {
    return configuration(file).map(ModelConfiguration::activations).orElse(List.of());
  }

  /** What stands for what in the gradients of a file's network; empty if they are its own. */
  public static Optional<String> standIn(Path file) {
    return configuration(file).flatMap(ModelConfiguration::standIn);
  }

  private static Optional<ModelConfiguration> configuration(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(CONFIGURATION);
      return entry == null ? Optional.empty() : Optional.of(ModelConfiguration.read(zip, entry));
    } catch (IOException e) {
      // problem() says why
      return Optional.empty();
    }
  }

  private static Optional<String> problem(
      Path file, Function<ModelConfiguration, Optional<String>> further) {
    if (!Files.isRegularFile(file)) {
      return Optional.of(
          Files.isDirectory(file)
              ? file + " is a folder, not a model file"
              : "there is no model file " + file);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      UnpackedSize.require(zip, file);
      for (String name : new String[] {CONFIGURATION, COEFFICIENTS}) {
        if (zip.getEntry(name) == null) {
          return Optional.of(
              file + " is a zip, but not a Deeplearning4j model: it holds no " + name);
        }
      }
      for (String name : SERIALISED) {
        if (zip.getEntry(name) != null) {
          return Optional.of(
              "model file "
                  + file
                  + " comes with a normaliser ("
                  + name
                  + "), which would have to be deserialised by Java and is never loaded; build the"
                  + " normalisation into the network and save it without");
        }
      }
      readAll(zip);
      ModelConfiguration configuration = ModelConfiguration.read(zip, zip.getEntry(CONFIGURATION));
      return configuration
          .problem()
          .or(() -> coefficients(zip))
          .or(() -> further.apply(configuration))
          .map(what -> "model file " + file + ": " + what);
    } catch (JsonProcessingException e) {
      return Optional.of(
          "model file " + file + ": its configuration.json is damaged: " + e.getOriginalMessage());
    } catch (ZipException e) {
      return Optional.of(
          file
              + " is not an intact zip file ("
              + e.getMessage()
              + "); expected a Deeplearning4j model as ModelSerializer writes it");
    } catch (IOException e) {
      return Optional.of("cannot read model file " + file + ": " + e.getMessage());
    }
  }

  /** Whether the parameters are whole, and of a type that is read. */
  private static Optional<String> coefficients(ZipFile zip) {
    ZipEntry entry = zip.getEntry(COEFFICIENTS);
    try (InputStream in = zip.getInputStream(entry)) {
      Coefficients.open(in, entry.getSize());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(COEFFICIENTS + " " + e.getMessage());
    }
  }

  /** Reading an entry to its end checks its CRC. */
  private static void readAll(ZipFile zip) throws IOException {
    for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
      ZipEntry entry = e.nextElement();
      try (InputStream in = zip.getInputStream(entry)) {
        UnpackedSize.skim(in, entry);
      }
    }
  }
}
