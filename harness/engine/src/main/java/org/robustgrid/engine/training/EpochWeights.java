package org.robustgrid.engine.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.spi.data.DataException;

/** The weights a training had after each of its epochs, kept for those who learn from teachers. */
public final class EpochWeights {

  private static final Pattern FILE = Pattern.compile("epoch-([0-9]+)\\.npz");

  private EpochWeights() {}

  /** The name of an epoch's file. */
  public static String file(int epoch) {
    return "epoch-" + epoch + ".npz";
  }

  static void save(Path folder, int epoch, INDArray weights) {
    NpzFile.write(folder.resolve(file(epoch)), Map.of("weights", weights));
  }

  /** The epochs (1 = after the first) whose weights a folder holds, in order. */
  public static List<Integer> epochs(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> FILE.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Integer.parseInt(matcher.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list the kept epochs in " + folder + ": " + e, e);
    }
  }

  /**
   * The flat parameter vector after an epoch (1 = after the first).
   *
   * @throws DataException when it was not kept or is damaged
   */
  public static INDArray load(Path folder, int epoch) {
    INDArray weights = NpzFile.read(folder.resolve(file(epoch))).get("weights");
    if (weights == null) {
      throw new DataException(
          "the kept weights of epoch " + epoch + " in " + folder + " are damaged; train again");
    }
    return weights;
  }
}
