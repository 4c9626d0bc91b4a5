import { describe, expect, test } from '@jest/globals';
import { read } from './reading.ts';

describe('a reason told along with the request to cancel', () => {
  test.each([
    [
      'My wife just got transferred to Denver. You can take the closet job off.',
      'My wife just got transferred to Denver',
    ],
    [
      'could you withdraw the appointment on the 9th? Our contractor ended up including it.',
      'Our contractor ended up including it',
    ],
    ['cancel. we got a better quote', 'we got a better quote'],
    [
      "the tub cracked so we're buying a different one, no point in coming",
      "the tub cracked so we're buying a different one",
    ],
    ["Unfortunately my hours got cut and can't go ahead. Please cancel the backsplash", 'my hours got cut'],
    [
      'My nephew finished the railing over the weekend. No need to send anyone.',
      'My nephew finished the railing over the weekend',
    ],
    ["we're renting it out instead so please scrap the carpet visit", "we're renting it out instead"],
    ['Kindly cancel my order for the shades as the bank turned us down', 'the bank turned us down'],
    ['CANCEL MY INSTALL YOU PEOPLE SENT THE WRONG COLOR TWICE', 'YOU PEOPLE SENT THE WRONG COLOR TWICE'],
    ['i need to cancel friday, my kid has chickenpox', 'my kid has chickenpox'],
    ['not gonna need you guys thursday, buddy of mine hung the doors already', 'buddy of mine hung the doors already'],
    ['I want out of the deck appointment. The price doubled since the quote.', 'The price doubled since the quote'],
    [
      'Please cancel the 4 pm. I have been diagnosed with cancer and the house has to stay clean.',
      'I have been diagnosed with cancer and the house has to stay clean',
    ],
    [
      "our condo board won't approve the new windows so drop the visit please",
      "our condo board won't approve the new windows",
    ],
    ['nevermind the install we r getting divorced', 'we r getting divorced'],
    ['You can call off the measure, we went with Lowes', 'we went with Lowes'],
    ['We no longer own the property. Please remove the appointment.', 'We no longer own the property'],
    ['take me off the schedule, i cant pay for it right now', 'i cant pay for it right now'],
    ["the reason I'm calling is to cancel, my basement flooded", 'my basement flooded'],
    [
      "Hi there, sadly my father passed on Sunday and the flooring isn't a priority, please cancel it",
      'my father passed on Sunday',
    ],
    [
      'um yeah we uh we decided to keep the old cabinets so go ahead and cancel that',
      'we decided to keep the old cabinets',
    ],
    ['please cancel order 55120. reason: moving out of state', 'moving out of state'],
    ['Cancel tile job please, ordered wrong size', 'ordered wrong size'],
    [
      'could you pls cancel the vanity. Its the wrong finish and we returned it',
      'Its the wrong finish and we returned it',
    ],
    ['There was a fire at the house last night. Cancel the painters.', 'There was a fire at the house last night'],
    ["We won't be going through with the pergola, the permit was denied.", 'the permit was denied'],
    ['The fence posts were never delivered, cancel the guys for monday', 'The fence posts were never delivered'],
    [
      "I'd like to cancel the appointment on Tuesday. My mother-in-law is moving in and we need that room.",
      'My mother-in-law is moving in and we need that room',
    ],
    ['hey we just closed on a different house, cancel everything on Maple', 'we just closed on a different house'],
    [
      "no one's been able to tell me a straight answer for weeks so cancel the whole thing",
      "no one's been able to tell me a straight answer for weeks",
    ],
    ['please withdraw my booking. I am going to have it done by my cousin.', 'I am going to have it done by my cousin'],
    ["It's gotten too pricey for us. Please cancel the sunroom.", "It's gotten too pricey for us"],
    ['cancel thursdays install cuz i hurt my back', 'i hurt my back'],
    ['got laid off, need to pull the plug on the kitchen', 'got laid off'],
    ['I changed my mind. Cancel.', 'I changed my mind'],
    ['my landlord is selling the building so i dont need the blinds anymore', 'my landlord is selling the building'],
    ['The store sold me the wrong door. Kill that appointment, thanks.', 'The store sold me the wrong door'],
    ['Cancel it. Your crew was rude to my wife.', 'Your crew was rude to my wife'],
    ['we want to cancel, the reviews are terrible', 'the reviews are terrible'],
    [
      'just found out im pregnant and the fumes are no good, cancel the floor refinishing please',
      'just found out im pregnant and the fumes are no good',
    ],
    ['please cancel, since nobody could give me a firm price', 'nobody could give me a firm price'],
    ["Due to an unexpected hospital stay, I need to cancel Tuesday's appointment.", 'an unexpected hospital stay'],
    ['Because of the layoffs at the plant I have to cancel the siding.', 'the layoffs at the plant'],
    ['I have to cancel on account of my knee surgery, sorry', 'my knee surgery'],
    ['You already came and did it, so this visit on the books is an error, delete it', 'You already came and did it'],
    [
      "Somebody booked this under my name and it wasn't me, please cancel",
      "Somebody booked this under my name and it wasn't me",
    ],
    ['My insurance denied the claim. You can cancel the roof job.', 'My insurance denied the claim'],
    ["Cancel my gutter job - we're putting the house on the market", "we're putting the house on the market"],
    ["we sold the boat dock so there's no need for the decking crew anymore", 'we sold the boat dock'],
    ['I am cancelling. Nobody returns my calls.', 'Nobody returns my calls'],
    [
      'the city found asbestos so they shut the whole site down, cancel wednesday',
      'the city found asbestos so they shut the whole site down',
    ],
    ['my husband did it himself this weekend lol cancel pls', 'my husband did it himself this weekend'],
    [
      'Please stop the countertop order, my daughter gets hers for free from work',
      'my daughter gets hers for free from work',
    ],
    ['i lost my house in the storm please cancel everything', 'i lost my house in the storm'],
    ["it's my fault, I double booked, cancel the 10 o'clock", 'I double booked'],
    ['Yes cancel it we cannot afford it anymore', 'we cannot afford it anymore'],
    [
      "Sorry to bother you but we've run out of money, so the deck will have to go, take it off the calendar",
      "we've run out of money",
    ],
    ['Would you please cancel? The HOA rejected the colour.', 'The HOA rejected the colour'],
    ['cancel the appt, found one for half the price at costco', 'found one for half the price at costco'],
    [
      "We're getting the whole bathroom gutted next year, no sense doing the vanity now. Please cancel.",
      "We're getting the whole bathroom gutted next year",
    ],
    ["I'm canceling because you keep changing the date on me", 'you keep changing the date on me'],
    ['cancel my 2pm, house is under quarantine', 'house is under quarantine'],
    ['Appointment was made by accident, get rid of it', 'Appointment was made by accident'],
    ['We are no longer interested. Please cancel the visit.', 'We are no longer interested'],
    ["Don't come on the 12th. My sister's crew already installed it.", "My sister's crew already installed it"],
    [
      "My mom fell and she's in rehab until spring. Cancel her grab bars please.",
      "My mom fell and she's in rehab until spring",
    ],
    [
      'My brother-in-law already put in the shower doors. You can cancel that job visit.',
      'My brother-in-law already put in the shower doors',
    ],
    [
      'I have the blinds visit on Friday, could you withdraw it? We have changed our minds.',
      'We have changed our minds',
    ],
    ["Unfortunately I was laid off last week and can't go ahead. Please cancel", 'I was laid off last week'],
    ['we sold the house so no need for you to come anymore', 'we sold the house'],
    ['I had surgery and the doctor says no dust, cancel please', 'I had surgery and the doctor says no dust'],
    ['cancel please my wife is having a baby', 'my wife is having a baby'],
    ["my mother went into hospice, I'll have to call off the floors", 'my mother went into hospice'],
    ['Please cancel. Too expensive.', 'Too expensive'],
    ['Too many delays. Cancel it.', 'Too many delays'],
    ['cancel the blinds visit, family emergency', 'family emergency'],
    ['no more money for the kitchen so cancel', 'no more money for the kitchen'],
    ['cancel fri. bad weather', 'bad weather'],
    ['we are no longer doing the bathroom, please cancel', 'we are no longer doing the bathroom'],
    ['Cancel my appointment with reason: sold the house', 'sold the house'],
    ["I want to cancel my window install because I'm moving and can you tell me if there's a fee", "I'm moving"],
    [
      'my daughter wants a different color and we need to start over, cancel it',
      'my daughter wants a different color and we need to start over',
    ],
    ["we're putting the whole remodel on hold, take us off the schedule", "we're putting the whole remodel on hold"],
    ["it's cancelled on our side, the builder went bankrupt", 'the builder went bankrupt'],
    ["I'm done dealing with your company. Cancel.", "I'm done dealing with your company"],
    ['The quote went up by 2000 dollars so I want to cancel', 'The quote went up by 2000 dollars'],
  ])('%s', (message, reason) => {
    expect(read(message, { intent: 'cancel_appointment' }).reason).toBe(reason);
  });
});

describe('a reason told along with the request to move', () => {
  test.each([
    ['my shift got moved, can we do a different day', 'my shift got moved'],
    ['I tested positive this morning. Could you push the visit back a week?', 'I tested positive this morning'],
    [
      "can we move the flooring to next week? the furniture won't be out of the room by then",
      "the furniture won't be out of the room by then",
    ],
    ['need to resched, plumber hasnt finished', 'plumber hasnt finished'],
    ['Please move my appointment, the drywall is still wet', 'the drywall is still wet'],
    ['I have jury duty that day, what else do you have', 'I have jury duty that day'],
    [
      "My flight home was cancelled so I'm stuck in Dallas. Can we do Thursday instead?",
      "My flight home was cancelled so I'm stuck in Dallas",
    ],
    ['gotta push the install, baby came early', 'baby came early'],
    ["Could we find another time? My daughter's recital is that afternoon.", "My daughter's recital is that afternoon"],
    [
      'the power company is shutting us off that morning so can we go later in the week',
      'the power company is shutting us off that morning',
    ],
    ['reschedule the fence, the ground is frozen', 'the ground is frozen'],
    ['hi so something came up with my mom and i need to move the 14th', 'something came up with my mom'],
    ['Regrettably I shall be abroad that week. Kindly propose another date.', 'I shall be abroad that week'],
    ['I want to change my install because the tile is on backorder till june', 'the tile is on backorder till june'],
    ['car broke down, can u come tomorrow instead', 'car broke down'],
    [
      "We've got contractors tearing up the driveway on Monday, so we need a new day.",
      "We've got contractors tearing up the driveway on Monday",
    ],
    ['wont be home friday, doctors appointment, move it to the week after', 'doctors appointment'],
    [
      'school just called and i have to pick up my son, can we do this afternoon instead',
      'school just called and i have to pick up my son',
    ],
    [
      "I'm having my gallbladder out on the 6th. Is there any way to do the week after?",
      "I'm having my gallbladder out on the 6th",
    ],
    ['it is supposed to pour on saturday, lets push the deck staining', 'it is supposed to pour on saturday'],
    ["Can you switch my install to Friday? I forgot it's Yom Kippur.", "it's Yom Kippur"],
    [
      'as we are still waiting on the cabinets, could the counters be moved to may',
      'we are still waiting on the cabinets',
    ],
    [
      'The elevator in our building is being repaired all week. Could the delivery be the week after?',
      'The elevator in our building is being repaired all week',
    ],
    ['i gotta work a double that day so need a new time', 'i gotta work a double that day'],
    [
      "My husband has the keys and he's out of town. Find us another day please.",
      "My husband has the keys and he's out of town",
    ],
    ["the paint isn't dry yet, move my blinds please", "the paint isn't dry yet"],
    ["power's out here, we need to postpone", "power's out here"],
    ["I'll be at a funeral Wednesday, push it to next week", "I'll be at a funeral Wednesday"],
    [
      'My apologies, I mixed up my calendar and have a conference. May we choose a later date?',
      'I mixed up my calendar and have a conference',
    ],
    ['Move it please. My dog is having surgery that day.', 'My dog is having surgery that day'],
    ["we haven't picked the grout color yet so postpone it two weeks", "we haven't picked the grout color yet"],
    ['got called in to work tmrw, can i get a later slot', 'got called in to work tmrw'],
    [
      'Our street is closed for the marathon on Sunday. Another day?',
      'Our street is closed for the marathon on Sunday',
    ],
    [
      'My tenant refuses to let anyone in this week. Reschedule for next.',
      'My tenant refuses to let anyone in this week',
    ],
  ])('%s', (message, reason) => {
    expect(read(message, { intent: 'reschedule_appointment' }).reason).toBe(reason);
  });
});

describe('a reason that was asked for', () => {
  test.each([
    ["we're moving", "we're moving"],
    ["um we just we can't swing it financially", "we can't swing it financially"],
    ['Because the store never delivered the doors.', 'the store never delivered the doors'],
    ["It's because my wife hates the color", 'my wife hates the color'],
    ['reason is we got a new puppy', 'we got a new puppy'],
    ['my brother can do it for free. also what are your hours tomorrow?', 'my brother can do it for free'],
    ['The reason being that our offer on another house was accepted', 'our offer on another house was accepted'],
    ['we split up', 'we split up'],
    ['honestly the reviews scared me off, thanks', 'the reviews scared me off'],
    ['bad timing', 'bad timing'],
    ['nobody called me back', 'nobody called me back'],
    [
      'Well, to be frank, your estimate was twice what the neighbor paid.',
      'your estimate was twice what the neighbor paid',
    ],
    [
      "the permit didn't come through so we have to wait a year",
      "the permit didn't come through so we have to wait a year",
    ],
    ['no longer needed', 'no longer needed'],
    ["just couldn't get the time off", "just couldn't get the time off"],
    ['ordered the wrong thing, please cancel it', 'ordered the wrong thing'],
    ['I told you already, we sold the place', 'we sold the place'],
    ['dont like the color', 'dont like the color'],
    ['cost', 'cost'],
    [
      'Our daughter is getting married that week and the house will be full of guests.',
      'Our daughter is getting married that week and the house will be full of guests',
    ],
  ])('%s', (message, reason) => {
    expect(read(message, { intent: 'cancel_appointment', expecting: 'reason' }).reason).toBe(reason);
  });
});

describe('no reason is made up', () => {
  test.each([
    'please cancel my window appointment on Thursday',
    "I'd like to cancel the install that's on the books for the 14th",
    'cancel both of my visits',
    'can you take the flooring job off the calendar please',
    'Hi, this is Denise Warren, I need to cancel an appointment',
    'i dont need the appointment on monday anymore',
    'How do I cancel my appointment?',
    "Is it too late to cancel tomorrow's visit?",
    'cancel it. thank you so much for your help',
    'forget about the measure on the 3rd',
    'I want to cancel the one at my rental house',
    'please have someone cancel the 10 am for the kitchen',
    'Tell the crew not to come on Friday',
    'the bathroom one, cancel that',
    "we have an appointment on the 12th and I'd like it gone",
    'i have two jobs with you, cancel the second one',
    'nvm cancel all of it',
    'I called earlier about cancelling, please do it now',
    'can you cancel my appointment and then show me my other jobs',
    "I'm ready to cancel the tile appointment now",
    'Hello, I have a flooring install on the 20th. I need to cancel it.',
    "I'm calling about the appointment tomorrow at 8, cancel it please",
    'Cancel the appointment you have for me at 12 Elm Street',
    'I have an appointment for Tuesday. Please cancel it and confirm by email.',
    'i would like you to cancel the install that was set for may 3rd',
    'can you please cancel, I appreciate your help',
    'you guys are great but cancel it',
    'hey its mike, cancel my fence',
    'yes i am sure, cancel',
    'Order number 41002_1 needs to be cancelled',
    'we talked yesterday about cancelling, go ahead',
    'I was told I could cancel here',
    "it's the one on Maple Street, cancel it",
    'the installer is Marco, cancel his visit',
    "Cancel it, I'll call back later to rebook",
  ])('%s', (message) => {
    expect(read(message, { intent: 'cancel_appointment' })).not.toHaveProperty('reason');
  });

  test.each([
    'can we move my appointment to next Tuesday',
    'I need to reschedule my flooring install',
    'please push it back a week',
    'what other days do you have besides the 14th? need to move mine',
    'Could I change my 10am to the afternoon?',
    'move the fence from the 5th to the 12th please',
    'is it possible to get an earlier date for my windows',
    "I'd like a different time for the kitchen job",
    'My appointment is on the 12th at 9, I would like to have it on the 15th',
    'swap my two appointments around',
    'i need to push the visit out, what do you have in may',
    'Hi, this is Ana Lopez, I have the cabinets on Friday and want a later day',
    "my windows are scheduled for the 12th but I'd like the 14th",
    'Friday is better for me, can we move it',
    'I was hoping to move it up',
    'is there any way to come sooner',
    "mine is set for 8 but I'd rather have 10",
  ])('%s', (message) => {
    expect(read(message, { intent: 'reschedule_appointment' })).not.toHaveProperty('reason');
  });

  test.each([
    'why do you want to know',
    "I'd rather not get into it",
    'none of your beeswax, just cancel',
    'do I need a reason',
    'no particular reason',
  ])('asked why: %s', (message) => {
    expect(read(message, { intent: 'cancel_appointment', expecting: 'reason' })).not.toHaveProperty('reason');
  });
});
