package org.robustgrid.run.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.Profiles;

/** What an audit says of a folder's manifest. */
class RunAuditTest {

  @TempDir Path root;

  @Test
  void a_run_of_an_older_version_is_said_to_be_one_and_nothing_else() throws IOException {
    RunFolder folder = new RunFolder(root);
    ExecutionProfile profile = Profiles.portable();
    ObjectNode manifest =
        (ObjectNode) CanonicalJson.tree(new RunManifest(Grids.plan(Grids.SMALL), profile));
    ((ObjectNode) manifest.get("plan")).put("format", 1);
    SealedJson.write(folder.manifest(), manifest);
    // what this version would call no file of a run
    Files.createDirectories(folder.adversarials());
    Files.writeString(folder.adversarials().resolve("0".repeat(64) + ".bin"), "images");

    RunAudit audit = new RunAudit(folder);
    try (RunLock lock = RunLock.acquireToRead(folder)) {
      audit.checkFiles(lock);
    }

    assertThat(audit.report().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what()).startsWith("is of another version");
              assertThat(finding.remedy()).contains("another folder");
            });
  }
}
