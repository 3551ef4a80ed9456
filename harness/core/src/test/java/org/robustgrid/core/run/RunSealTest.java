package org.robustgrid.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.core.store.DamagedFileException;

class RunSealTest {

  @TempDir Path root;
  private RunFolder folder;
  private Path log;
  private Path page;

  @BeforeEach
  void begin() throws IOException {
    folder = new RunFolder(root);
    Files.createDirectories(folder.logs());
    log = Files.writeString(folder.logs().resolve("worker-1.log"), "said");
    page = Files.writeString(root.resolve("index.html"), "drawn");
    Files.writeString(root.resolve("notes.txt"), "mine");
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
    }
  }

  private Optional<String> difference(Path file) {
    String name = RunFiles.name(folder, file);
    RunSeal.Entry entry = RunSeal.read(folder).orElseThrow().get(name);
    return RunSeal.difference(file, Map.entry(name, entry));
  }

  @Test
  void holdsEveryFileOfTheRunButItselfTheLockAndWhatIsForeign() {
    assertThat(RunSeal.read(folder).orElseThrow().keySet())
        .containsExactly("index.html", "logs/worker-1.log");
    assertThat(difference(log)).isEmpty();
  }

  @Test
  void tellsAnotherContentFromAnotherSizeAndFromNone() throws IOException {
    Files.writeString(log, "Said");
    assertThat(difference(log)).hasValueSatisfying(t -> assertThat(t).contains("SHA-256"));
    Files.writeString(log, "said more");
    assertThat(difference(log))
        .hasValueSatisfying(t -> assertThat(t).contains("it has 9 bytes, not 4"));
    Files.delete(log);
    assertThat(difference(log)).hasValue("is missing");
  }

  @Test
  void vouchesForNothingButWhatWasWritten() throws IOException {
    Files.writeString(log, "forged");
    Files.writeString(page, "drawn again");
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.update(folder, lock, List.of(page));
    }
    assertThat(difference(page)).isEmpty();
    assertThat(difference(log)).isPresent();
  }

  private void renew() {
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.renew(folder, lock, List.of(page));
    }
  }

  @Test
  void thatStandsIsRenewedForWhatWasWrittenOnly() throws IOException {
    Files.writeString(log, "forged");
    Files.writeString(page, "drawn again");
    renew();
    assertThat(difference(page)).isEmpty();
    assertThat(difference(log)).isPresent();
  }

  @Test
  void thatWasBrokenIsMadeOfWhatIsThere() throws IOException {
    Files.writeString(log, "said more");
    Files.delete(folder.seal());
    renew();
    assertThat(difference(log)).isEmpty();
  }

  @Test
  void thatWasDamagedIsMadeOfWhatIsThere() throws IOException {
    Files.writeString(folder.seal(), "no seal");
    renew();
    assertThat(difference(log)).isEmpty();
  }

  @Test
  void isBrokenBeforeHalfWrittenFilesAreClearedAway() throws IOException {
    Files.createDirectories(folder.cells());
    try (RunLock lock = RunLock.acquire(folder)) {
      folder.clean(lock);
      assertThat(folder.seal()).exists();
      Files.writeString(folder.cells().resolve(".a.json-" + UUID.randomUUID() + ".part"), "{");
      folder.clean(lock);
    }
    assertThat(folder.seal()).doesNotExist();
  }

  @Test
  void isBrokenWhereADamagedResultIsSetAside() throws IOException {
    Files.createDirectories(folder.cells());
    Files.writeString(folder.cell("a"), "no result");
    try (RunLock lock = RunLock.acquire(folder)) {
      assertThat(new IntegrityCheck(folder).setAside(lock)).hasSize(1);
    }
    assertThat(folder.seal()).doesNotExist();
  }

  @Test
  void noticesAChangeOfItself() throws IOException {
    Files.writeString(
        folder.seal(), Files.readString(folder.seal()).replace("\"size\":4", "\"size\":5"));
    assertThatThrownBy(() -> RunSeal.read(folder)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void leavesTheLockEmpty() throws IOException {
    assertThat(folder.lock()).isEmptyFile();
    try (RunLock lock = RunLock.acquire(folder)) {
      assertThat(lock).isNotNull();
      assertThat(folder.lock()).isNotEmptyFile();
    }
    assertThat(folder.lock()).isEmptyFile();
  }
}
