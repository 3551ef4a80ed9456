package org.robustgrid.run.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.Quarantine;
import org.robustgrid.base.files.Seal;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.spi.defense.Artifacts;

/**
 * Artifacts as folders named by the hash of their key; a file lock keeps processes apart. Each is
 * sealed with the hashes of its files: a changed artifact is set aside and produced again. What a
 * producer that was killed had written is sealed by nothing, so that it is thrown away.
 */
final class ArtifactStore implements Artifacts {

  private final Path root;
  private final Consumer<String> notes;

  /**
   * A store.
   *
   * @param notes receives reports of artifacts that were damaged
   */
  ArtifactStore(Path root, Consumer<String> notes) {
    this.root = root;
    this.notes = notes;
  }

  @Override
  public Path obtain(String type, String key, Producer producer) {
    if (!type.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "artifact type '" + type + "' is not of the form lower-case words joined by hyphens");
    }
    Path folder = root.resolve(type);
    Path finished = folder.resolve(Sha256.of(key));
    Path seal = folder.resolve(finished.getFileName() + ".seal");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = open(folder.resolve(finished.getFileName() + ".lock"));
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !intact(finished, seal, type, key)) {
          Path partial = folder.resolve(finished.getFileName() + ".partial");
          RunFolder.delete(partial);
          Files.createDirectories(partial);
          producer.produce(partial);
          // sealed before it is moved: an artifact in its place always has its seal
          Seal.of(key, partial).write(seal);
          Files.move(partial, finished, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return finished;
    } catch (IOException e) {
      throw AtomicFile.unwritable(finished, e);
    }
  }

  private static FileChannel open(Path lockFile) throws IOException {
    return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Whether an artifact can be used; a damaged one is moved out of the way. */
  private boolean intact(Path finished, Path seal, String type, String key) {
    if (!Files.isDirectory(finished)) {
      return false;
    }
    Optional<String> problem = Seal.problem(seal, key::equals, finished);
    problem.ifPresent(
        what -> {
          Path aside = Quarantine.setAside(finished);
          notes.accept(
              "the artifact '"
                  + type
                  + "' in "
                  + finished
                  + " is not the file that was written ("
                  + what
                  + "); it was set aside as "
                  + aside.getFileName()
                  + " and is made again");
        });
    return problem.isEmpty();
  }
}
