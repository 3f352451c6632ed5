"""Words that make a name a body, a place or an event, and words that never are part of one."""

from __future__ import annotations

from typing import Final

from claims.extraction.folding import words

ORG_END: Final = words(
    "Inc Inc. Corp Corp. Corporation Ltd Ltd. LLC PLC plc Co Co. Company Group "
    "Holdings Bank "
    "University College School Institute Ministry Department Agency Commission "
    "Committee Council "
    "Court Party Union Association Federation Foundation Authority Administration "
    "Service Services "
    "Office Bureau Police Army Navy Guard Parliament Congress Senate Assembly "
    "Cabinet Times Post "
    "News Journal Tribune Herald Agency Press Network Airlines Airways Motors Motor "
    "Electric "
    "Pharmaceuticals Hospital Museum Church Club Fund Trust Society League Board Alliance "
    "Coalition Movement Organization Organisation Academy Center Centre Laboratory "
    "Observatory "
    "Exchange Reserve Treasury Systems Technologies Industries Energy Partners "
    "Associates Media "
    "United Rovers Forces Force Command Secretariat Directorate Chamber Front Brigade"
)
ORG_HEAD: Final = words(
    "Ministry Department Bank University Institute Office Bureau Court Church Organization "
    "Organisation Association Federation Committee Commission Council Board Society Academy"
)
PLACE_END: Final = words(
    "River Lake Mountain Mountains Island Islands Bay Sea Ocean Strait Peninsula "
    "Valley Desert "
    "County Province Prefecture District Region Territory State City Town Village "
    "Street Avenue "
    "Road Square Park Airport Station Bridge Port Harbor Harbour Beach Hill Hills "
    "Canal Gulf Coast "
    "Forest Stadium Tower Palace Castle Border Heights Strip Bank"
)
PLACE_HEAD: Final = words("Mount Mt. Mt Lake Cape Fort Ft. Port St. Saint San Santa Los Las El")
EVENT_END: Final = words(
    "War Games Olympics Paralympics Cup Championship Championships Open Summit "
    "Festival Conference "
    "Election Elections Revolution Earthquake Hurricane Agreement Accord Treaty "
    "Prize Award Awards "
    "Tour Forum Marathon Exhibition Expo Intifada Uprising"
)
EVENT_HEAD: Final = words("Hurricane Typhoon Cyclone Operation COP26 COP27 COP28 COP29 COP30")
TITLE: Final = words(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Professor President Minister "
    "Chancellor King "
    "Queen Prince Princess Pope Senator Sen. Rep. Representative Congressman "
    "Congresswoman Governor "
    "Gov. Mayor Judge Justice General Gen. Colonel Col. Major Maj. Captain Capt. "
    "Lieutenant Lt. "
    "Sergeant Sgt. Admiral Adm. Sir Dame Lord Lady Ambassador Secretary Chairman "
    "Chairwoman Chair "
    "Director Chief Commissioner Coach Bishop Archbishop Cardinal Rabbi Imam Sheikh "
    "Ayatollah "
    "Sheriff Officer Detective Inspector Superintendent Spokesman Spokeswoman Spokesperson "
    "Premier Leader Speaker Deputy Vice Prime Foreign Defense Defence Finance "
    "Interior Health "
    "Attorney First Lady Marshal Supreme Former Co-founder Founder CEO Executive "
    "Economist Analyst"
)
PERSON_TITLE: Final = TITLE - words(
    "Prime Foreign Defense Defence Finance Interior Health Vice Deputy Attorney "
    "First Supreme Former"
)
NEVER: Final = words(
    "The A An He She It They We I You This That These Those There Here His Her Their "
    "Our Its My In "
    "On At By For From To With After Before When While Since Until As If Although "
    "Though But And Or "
    "So Yet However Now What Who Why How Where Which No Not One Two Three Four Five "
    "Six Seven Eight "
    "Nine Ten Many Most Some Several All Both Each Every Another Under Over During "
    "Despite Last "
    "Next According Monday Tuesday Wednesday Thursday Friday Saturday Sunday January "
    "February March "
    "April May June July August September October November December Is Are Was Were "
    "Yes Meanwhile "
    "Moreover Also Then Still Only Even Today Yesterday Tomorrow Earlier Later More "
    "Few Such Other "
    "Between Among About Around Because Within Without Through Like Unlike Once Will "
    "Would Can Could "
    "Should Has Have Had Do Does Did Let Please New Old Nearly Almost Hundreds "
    "Thousands Millions "
    "Officials Experts Critics Researchers Scientists Police People Editor's Photo "
    "Read Follow "
    "Instead Though Against Across Above Below Given Asked Speaking GMT EST AM PM TV "
    "OK CEO GDP VAT DNA AI PDF FAQ Covid Internet Christmas Easter Ramadan"
)
FIRST: Final = words(
    "James John Robert Michael William David Richard Joseph Thomas Charles Daniel "
    "Matthew Anthony "
    "Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward Ronald "
    "Timothy Jason "
    "Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott "
    "Brandon Benjamin "
    "Samuel Gregory Frank Alexander Raymond Patrick Jack Dennis Jerry Tyler Aaron "
    "Jose Adam Nathan "
    "Henry Douglas Peter Zachary Kyle Walter Harold Carl Jeremy Keith Roger Arthur "
    "Terry Sean "
    "Austin Christian Albert Joe Ethan Jesse Ralph Roy Louis Eugene Philip Bobby "
    "Johnny Bradley "
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa "
    "Nancy Betty "
    "Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa "
    "Deborah Stephanie "
    "Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Brenda Emma "
    "Anna Pamela "
    "Nicole Samantha Katherine Christine Helen Debra Rachel Carolyn Janet Maria "
    "Catherine Heather "
    "Diane Olivia Julie Joyce Victoria Ruth Virginia Lauren Kelly Christina Joan "
    "Evelyn Judith "
    "Andrea Hannah Megan Cheryl Jacqueline Martha Madison Teresa Gloria Sara Janice "
    "Ann Kathryn "
    "Abigail Sophia Frances Jean Alice Judy Isabella Julia Grace Amber Denise "
    "Danielle Marilyn "
    "Beverly Charlotte Natalie Theresa Diana Brittany Doris Kayla Alexis Lori Marie "
    "Tom Tim Jim "
    "Bill Bob Mike Steve Dave Dan Ben Sam Nick Chris Matt Alex Tony Jeff Greg Pete "
    "Ed Ted Ken Ron "
    "Don Ian Neil Simon Martin Alan Graham Stuart Colin Nigel Oliver Harry Hugh "
    "Rishi Boris Keir "
    "Kate Anne Jane Claire Fiona Sally Lucy Vladimir Sergei Dmitry Dmytro Mikhail "
    "Ivan Igor Oleg "
    "Andriy Volodymyr Olena Olga Natalia Yulia Ahmed Mohammed Muhammad Mohamed Ali "
    "Hassan Hussein "
    "Fatima Aisha Omar Khalid Abdullah Ibrahim Yusuf Carlos Juan Luis Pedro Miguel "
    "Javier Diego "
    "Pablo Ana Carmen Rosa Hans Klaus Jens Lars Erik Sven Ursula Angela Olaf "
    "Emmanuel François "
    "Pierre Jean-Claude Marine Giorgia Marco Matteo Giuseppe Paolo Kenji Hiroshi "
    "Takeshi Yuki "
    "Haruto Shinzo Fumio Taro Yoko Akira Naoki Kim Park Lee Choi Xi Li Wang Zhang "
    "Chen Narendra "
    "Rahul Priya Amit Raj Sanjay Arjun Indira Nelson Kofi Ngozi Chinua Desmond Thabo "
    "Kwame Amina"
)
PRODUCT_HEAD: Final = words(
    "iPhone iPad Galaxy Boeing Airbus Windows Apollo Falcon Starship PlayStation Model ChatGPT"
)
WATER: Final = words("Sea Gulf Bay Strait Cape Isle")
OF_HEAD: Final = (
    ORG_HEAD
    | WATER
    | words(
        "House Republic Kingdom City State States Battle Treaty Chamber School "
        "College Center Centre "
        "Agency Fund Bureau League Secretary Minister President Prince Duke Court "
        "Statue Tower Arab Union"
    )
)
COMPANY: Final = words("Inc Corp Co Ltd Bros")
