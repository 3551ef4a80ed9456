package org.robustgrid.core.execute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.robustgrid.core.store.AtomicFile;
import org.robustgrid.core.store.Sha256;
import org.robustgrid.spi.Artifacts;

/** Artifacts as folders named by the hash of their key; a file lock keeps processes apart. */
final class ArtifactStore implements Artifacts {

  private final Path root;

  ArtifactStore(Path root) {
    this.root = root;
  }

  @Override
  public Path obtain(String type, String key, Producer producer) {
    if (!type.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "artifact type '" + type + "' is not of the form lower-case words joined by hyphens");
    }
    Path folder = root.resolve(type);
    Path finished = folder.resolve(Sha256.of(key));
    if (Files.isDirectory(finished)) {
      return finished;
    }
    Path lockFile = folder.resolve(finished.getFileName() + ".lock");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.isDirectory(finished)) {
          Path partial = folder.resolve(finished.getFileName() + ".partial");
          Files.createDirectories(partial);
          producer.produce(partial);
          Files.move(partial, finished, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return finished;
    } catch (IOException e) {
      throw AtomicFile.unwritable(finished, e);
    }
  }
}
