package org.robustgrid.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class IdxContractTest implements DatasetContractSuite {

  private static final byte[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, -1, 1, 2, 3
  };
  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 1, 0};

  @TempDir Path folder;

  @Override
  public DatasetProvider provider() {
    return new IdxProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    Map<String, Object> files = new TreeMap<>();
    for (String part : new String[] {"train", "test"}) {
      files.put(part + "-images", write(part + "-images", IMAGES));
      files.put(part + "-labels", write(part + "-labels", LABELS));
    }
    return files;
  }

  private String write(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
