package org.robustgrid.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.Grids;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.run.RunLock;
import org.robustgrid.core.run.RunManifest;
import org.robustgrid.core.store.CanonicalJson;
import org.robustgrid.core.store.SealedJson;

/** What an audit says of a folder's manifest. */
class RunAuditTest {

  @TempDir Path root;

  @Test
  void aRunOfAnOlderVersionIsNotSaidToLackItsManifest() {
    RunFolder folder = new RunFolder(root);
    ExecutionProfile profile = ExecutionProfile.standard("portable");
    ObjectNode manifest =
        (ObjectNode) CanonicalJson.tree(new RunManifest(Grids.plan(Grids.SMALL), profile));
    ((ObjectNode) manifest.get("plan")).put("format", 1);
    SealedJson.write(folder.manifest(), manifest);

    RunAudit audit = new RunAudit(folder);
    try (RunLock lock = RunLock.acquireToRead(folder)) {
      audit.checkFiles(lock);
    }

    assertThat(audit.report().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.what()).startsWith("is of another version");
              assertThat(finding.remedy()).contains("another folder");
            })
        .noneSatisfy(finding -> assertThat(finding.what()).isEqualTo("is missing"));
  }
}
