package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.run.folder.RunFiles.Kind;

class RunFilesTest {

  private static final String KEY = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "run.json, MANIFEST",
    "run.json.damaged-2, SET_ASIDE",
    "lock, LOCK",
    "seal.json, SEAL",
    "index.html, REPORT",
    "models/KEY/model.zip, MODEL",
    "models/KEY/network-second.zip, MODEL",
    "models/KEY/epochs/epoch-3.npz, MODEL",
    "models/KEY/epochs.damaged/epoch-3.npz, SET_ASIDE",
    "cells/KEY.json, CELL",
    "cells/.KEY.json-01234567-0123-0123-0123-0123456789ab.part, PART",
    "models/KEY/.model.zip-01234567-0123-0123-0123-0123456789ab.part, PART",
    "models/KEY/.mine.zip-01234567-0123-0123-0123-0123456789ab.part, FOREIGN",
    "failures/KEY.json.damaged, SET_ASIDE",
    "adversarials/KEY.npz, ADVERSARIALS",
    "image-sets/KEY.npz, IMAGE_SETS",
    "claims.json, CLAIMS",
    "claims/KEY.npz, CLAIMS",
    "claims/mine.npz, FOREIGN",
    "analyses.csv, REPORT",
    "attacks.csv, REPORT",
    "classes.csv, REPORT",
    "checkpoints/KEY/main/epoch-1.npz, CHECKPOINT",
    "artifacts/noise/KEY/a.npz, ARTIFACT",
    "artifacts/noise/KEY.lock, ARTIFACT",
    "artifacts/noise/KEY.partial/a.npz, PARTIAL",
    "artifacts/noise/KEY.damaged-3/a.npz, SET_ASIDE",
    "logs/worker-12.log, LOG",
    "notes.txt, FOREIGN",
    "notes.txt.damaged, FOREIGN",
    "cells/mine.json, FOREIGN",
    ".notes.txt-01234567-0123-0123-0123-0123456789ab.part, FOREIGN",
    "models/KEY/deep/model.zip, FOREIGN"
  })
  void recognises_a_file_by_its_name(String name, Kind kind) {
    assertThat(RunFiles.kind(name.replace("KEY", KEY))).isEqualTo(kind);
  }

  @Test
  void takes_no_shorter_key_for_one() {
    assertThat(RunFiles.kind("cells/" + KEY.substring(1) + ".json")).isEqualTo(Kind.FOREIGN);
  }
}
