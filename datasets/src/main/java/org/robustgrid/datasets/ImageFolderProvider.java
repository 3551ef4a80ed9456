package org.robustgrid.datasets;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** A user's own pictures: {@code train/CLASS/…} and {@code test/CLASS/…}, PNG and JPEG. */
public final class ImageFolderProvider implements DatasetProvider {

  private static final String TRAIN = "train";
  private static final String TEST = "test";

  /** Whether pictures keep their colours. */
  private enum Colours {
    COLOUR,
    GREY
  }

  private static final Parameter<Path> FOLDER =
      Parameter.folder("folder", "folder with train/CLASS/… and test/CLASS/…, PNG and JPEG");

  private static final Parameter<Colours> COLOURS =
      Parameter.choice("colours", Colours.class, "three channels, or one of luma (ITU-R BT.601)");

  private static final Parameter<Integer> HEIGHT =
      Parameter.integer("height", 0, "rows of an image; 0: those of the first one").atLeast(0);

  private static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 0, "columns of an image; 0: those of the first one").atLeast(0);

  private static final Parameter<PictureRule.Resize> RESIZE =
      Parameter.choice(
          "resize",
          PictureRule.Resize.class,
          "what is done with images of another size: they are refused, each side is scaled, or they"
              + " are scaled until they cover the size and cut");

  private static final Parameter<Boolean> SKIP_BROKEN =
      Parameter.flag(
          "skip-broken",
          false,
          "leave out images that cannot be read; the leaderboard says how many");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("image-folder", "Images in one folder a class, PNG and JPEG")
          .parameters(FOLDER, COLOURS, HEIGHT, WIDTH, RESIZE, SKIP_BROKEN)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path folder = parameters.get(FOLDER);
    Path train = folder.resolve(TRAIN);
    Path test = folder.resolve(TEST);
    List<String> classes = ClassFolders.names(train);
    List<String> unknown = new ArrayList<>(ClassFolders.names(test));
    unknown.removeAll(classes);
    if (!unknown.isEmpty()) {
      throw new DataException(
          test
              + " has folders of classes that "
              + train
              + " lacks: "
              + String.join(", ", unknown)
              + "; add training images of them, or remove them");
    }
    PictureList training = ClassFolders.pictures(train, classes, "").shuffled();
    PictureList testing = ClassFolders.pictures(test, classes, "").shuffled();
    PictureRule rule = rule(parameters, training);
    boolean skip = parameters.get(SKIP_BROKEN);
    String trainingHash = training.hash();
    String testHash = testing.hash();
    List<Bytes> open = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    DataView trainingView = training.view(trainingHash, rule, skip, open, notes);
    DataView testView = testing.view(testHash, rule, skip, open, notes);
    String identity =
        ContentHash.of(
            List.of(
                "images",
                trainingHash,
                testHash,
                rule.toString(),
                ContentHash.of(String.join("\n", classes).getBytes(StandardCharsets.UTF_8)),
                String.valueOf(skip)));
    return new ImageDataset(rule.shape(), classes, trainingView, testView, identity, open, notes);
  }

  private static PictureRule rule(Parameters parameters, PictureList training) {
    int height = parameters.get(HEIGHT);
    int width = parameters.get(WIDTH);
    if (height == 0 || width == 0) {
      PictureFile first = training.firstReadable();
      height = height == 0 ? first.height() : height;
      width = width == 0 ? first.width() : width;
    }
    return new PictureRule(
        parameters.get(COLOURS) == Colours.GREY, height, width, parameters.get(RESIZE));
  }
}
