package org.robustgrid.datasets;

import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.numerics.corruption.CorruptionKind;
import org.robustgrid.numerics.corruption.Corruptions;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.WrappingDatasetProvider;
import org.robustgrid.spi.random.RandomKey;

/** Any images, corrupted by formula as they are read. */
public final class CorruptedProvider implements WrappingDatasetProvider {

  private static final System.Logger LOGGER = System.getLogger(CorruptedProvider.class.getName());

  /** Which samples are corrupted. */
  private enum Part {
    TEST,
    TRAINING,
    BOTH
  }

  private static final Parameter<String> OF =
      Parameter.dataset("of", "the images that are corrupted");

  private static final Parameter<List<CorruptionKind>> KINDS =
      Parameter.choices(
          "kinds",
          CorruptionKind.class,
          CorruptionKind.fifteen(),
          "kinds of corruption; of several, sample i gets kind i modulo their number");

  private static final Parameter<Integer> SEVERITY =
      Parameter.integer("severity", 3, "how much is changed").atLeast(1).atMost(5);

  private static final Parameter<Part> PART =
      Parameter.choice("part", Part.class, "which samples are corrupted");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("corrupted", "Images of another data set, corrupted by formula")
          .citation("Hendrycks and Dietterich 2019 (common corruptions)")
          .parameters(OF, KINDS, SEVERITY, PART)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset wrap(Dataset inner, Parameters parameters) {
    if (!inner.domain().equals(Domain.UNIT)) {
      throw new DataException(
          "its values lie in "
              + inner.domain().low()
              + " to "
              + inner.domain().high()
              + "; corruptions need images in 0 to 1");
    }
    Corruptions corruptions = Corruptions.of(inner.inputShape());
    List<CorruptionKind> kinds = parameters.get(KINDS);
    for (CorruptionKind kind : kinds) {
      if (!corruptions.fits(kind)) {
        throw new DataException(
            "'" + kind.id() + "' (parameter 'kinds') needs images in colour; leave it out");
      }
    }
    int severity = parameters.get(SEVERITY);
    Part part = parameters.get(PART);
    corruptions.note().ifPresent(note -> LOGGER.log(System.Logger.Level.INFO, note));
    Recipe recipe =
        new Recipe(corruptions, kinds, severity, SampleFormat.product(inner.inputShape()));
    DataView training =
        part == Part.TEST
            ? inner.training()
            : new CorruptedView(inner.training(), recipe, Part.TRAINING);
    DataView test =
        part == Part.TRAINING ? inner.test() : new CorruptedView(inner.test(), recipe, Part.TEST);
    String identity =
        ContentHash.of(
            List.of(
                "corrupted 1",
                inner.identity(),
                kinds.stream().map(CorruptionKind::id).collect(Collectors.joining(" ")),
                severity + " " + part));
    return new ImageDataset(
        inner.inputShape(), inner.classNames(), training, test, identity, List.of());
  }

  /**
   * What is done to samples.
   *
   * @param length numbers of a sample
   */
  private record Recipe(
      Corruptions corruptions, List<CorruptionKind> kinds, int severity, int length) {

    void apply(int sample, Part part, float[] images, int at) {
      CorruptionKind kind = kinds.get(sample % kinds.size());
      RandomKey key = Corruptions.key(kind, severity, sample);
      corruptions.apply(kind, severity, part == Part.TEST ? key : key.with("training"), images, at);
    }
  }

  /** Corrupts what it reads. */
  private record CorruptedView(DataView clean, Recipe recipe, Part part) implements DataView {

    @Override
    public int size() {
      return clean.size();
    }

    @Override
    public void read(int[] indices, float[] images, int[] labels) {
      clean.read(indices, images, labels);
      for (int i = 0; i < indices.length; i++) {
        recipe.apply(indices[i], part, images, i * recipe.length());
      }
    }

    @Override
    public int label(int index) {
      return clean.label(index);
    }
  }
}
